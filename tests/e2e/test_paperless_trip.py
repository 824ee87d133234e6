"""A dossier whose papers are all there already: no page, no PIN, a receipt."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from app.demo import receiver
from app.province.intake import IntakeClient
from tests.e2e.conftest import Sohoa
from tests.receiver.dossier_samples import manifest_of, pdf_bytes

HOA = "001195004321"
MARRIAGE = "1.000894"


def hand_in(url: str, paper_codes: list[str]) -> None:
    """An accepted dossier of Hoa's with one file for each paper."""
    files = {code: pdf_bytes() + code.encode() for code in paper_codes}
    made = manifest_of(files)
    manifest = replace(
        made,
        files=tuple(replace(file, paper_code=file.id) for file in made.files),
        owner_kind="1",
        owner_id=HOA,
    )
    client, key = IntakeClient(url), str(uuid.uuid4())
    remote = client.begin(manifest, key)
    for code, data in files.items():
        client.put(remote.uploads[code], 0, data)
    client.commit(remote.id, manifest, key)
    client.close()


def required_papers(sohoa: Sohoa, dossier: str) -> list[str]:
    parts = sohoa("reuse", "show", dossier, "--json").report["components"]
    return [part["component"] for part in parts if part["reason"] == "required"]


def test_dossier_of_reused_papers_gets_a_receipt(
    sohoa: Sohoa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_AGENCY_CODE", "H56")
    with receiver(tmp_path / "receiver") as url:
        monkeypatch.setenv("SOHOA_SERVER_URL", url)
        monkeypatch.setenv("SOHOA_DOCUMENTS_URL", url)
        dossier = sohoa("dossier", "new", "--procedure", MARRIAGE, "--json").report["dossier"]
        wanted = required_papers(sohoa, dossier)
        hand_in(url, wanted)
        sohoa("reuse", "owner", dossier, "--owner", HOA)
        pin = tmp_path / "pin"
        pin.write_text("unused\n", "utf-8")
        # Nothing is signed, so a key that is not there is no obstacle.
        key = ("--key", f"p12:{tmp_path / 'none.p12'}", "--pin-file", pin)
        early = sohoa("dossier", "seal", dossier, *key, "--json")
        for part in sohoa("reuse", "show", dossier, "--json").report["components"]:
            for offer in part["offers"]:
                sohoa("reuse", "take", dossier, part["component"], offer["paper"], "--looked")

        sealed = sohoa("dossier", "seal", dossier, *key, "--json")
        sent = sohoa("outbox", "send", "--json")
    checked = sohoa("store", "verify", "--json")

    assert wanted
    assert early.report["error"]["code"] == "review.no_pages"
    assert sealed.code == 0, sealed.err
    (submission,) = sent.report["submissions"]
    assert submission["state"] == "acked"
    assert submission["receipt"]
    assert checked.report["findings"] == []
