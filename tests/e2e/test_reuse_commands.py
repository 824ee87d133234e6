"""Reuse by command, over the real store and a receiver that has accepted a dossier."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.manifest import Manifest
from app.province.intake import IntakeClient
from tests.e2e.conftest import Sohoa
from tests.receiver.dossier_samples import manifest_of, pdf_bytes
from tests.receiver.receiver_process import ReceiverProcess

HOA, NAM = "001195004321", "001095001234"
MARRIAGE = "1.000894"
PAPER = "marriage_declaration"


@pytest.fixture(scope="module")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A receiver that holds one declaration of one person."""
    running = ReceiverProcess(tmp_path_factory.mktemp("reuse") / "data").start()
    data = pdf_bytes()
    _hand_in(running.url, _owned(manifest_of({"to-khai": data})), data)
    yield running.url
    running.kill()


def _owned(manifest: Manifest) -> Manifest:
    (file,) = manifest.files
    return replace(
        manifest,
        files=(replace(file, paper_code=PAPER),),
        fields={f"{PAPER}:number": "15/2025"},
        owner_kind="1",
        owner_id=HOA,
    )


def _hand_in(url: str, manifest: Manifest, data: bytes) -> None:
    client = IntakeClient(url)
    key = str(uuid.uuid4())
    remote = client.begin(manifest, key)
    client.put(remote.uploads["to-khai"], 0, data)
    client.commit(remote.id, manifest, key)
    client.close()


@pytest.fixture
def online(sohoa: Sohoa, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Sohoa:
    monkeypatch.setenv("SOHOA_DOCUMENTS_URL", store_url)
    # Ha Noi (H26) asks for no paper at all.
    monkeypatch.setenv("SOHOA_AGENCY_CODE", "H56")
    return sohoa


def offers(report: dict[str, object]) -> list[dict[str, str]]:
    return [
        offer
        for part in report["components"]  # type: ignore[attr-defined]
        for offer in part["offers"]
    ]


def test_find_gives_the_papers_of_the_owner_alone(online: Sohoa) -> None:
    mine = online("reuse", "find", "--owner", HOA, "--procedure", MARRIAGE, "--json")
    others = online("reuse", "find", "--owner", NAM, "--procedure", MARRIAGE, "--json")

    (offer,) = offers(mine.report)
    assert (offer["number"], offer["keeper"]) == ("15/2025", "store")
    assert offers(others.report) == []


def test_dossier_owner_take_and_undo(online: Sohoa, tmp_path: Path) -> None:
    dossier = online("dossier", "new", "--procedure", MARRIAGE, "--json").report["dossier"]
    asked = online("reuse", "owner", dossier, "--json").report
    online("reuse", "owner", dossier, "--owner", HOA, "--name", "Trần Thị Mẫu")
    shown = online("reuse", "show", dossier, "--json").report
    (offer,) = offers(shown)

    taken = online("reuse", "take", dossier, PAPER, offer["paper"], "--json")
    undone = online("reuse", "undo", dossier, PAPER)
    again = online("reuse", "undo", dossier, PAPER)
    checked = online("store", "verify", "--json")

    assert asked["missing"] == "ask"
    assert shown["store"]["state"] == "answered"
    assert (taken.code, taken.report["status"]) == (0, offer["status"])
    assert (undone.code, again.code) == (0, 1)
    assert checked.report["findings"] == []
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert HOA.encode() not in kept


def test_show_offline_goes_on_and_says_that_it_asks_again(
    sohoa: Sohoa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOHOA_DOCUMENTS_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SOHOA_AGENCY_CODE", "H56")
    dossier = sohoa("dossier", "new", "--procedure", MARRIAGE, "--json").report["dossier"]
    sohoa("reuse", "owner", dossier, "--owner", HOA)

    shown = sohoa("reuse", "show", dossier, "--json")

    assert shown.code == 0
    assert shown.report["store"] == {"state": "due", "reason": "documents.offline"}


def test_owner_that_is_no_id_is_refused_in_vietnamese(sohoa: Sohoa) -> None:
    dossier = sohoa("dossier", "new", "--json").report["dossier"]

    refused = sohoa("reuse", "owner", dossier, "--owner", "123", "--json")

    assert refused.code == 1
    assert refused.report["error"]["code"] == "owner.invalid"
    assert "12 chữ số" in refused.report["error"]["message"]


def test_receiver_gives_the_file_of_an_accepted_paper(store_url: str) -> None:
    from app.province.documents import Requester, Wanted
    from app.province.documents_api import DocumentsClient

    client = DocumentsClient(store_url)
    (paper,) = client.find(HOA, MARRIAGE, [Wanted(PAPER)], Requester(HOA))
    data = client.fetch(paper.issuer, paper.files[0].path)
    client.close()

    assert hashlib.sha256(data).digest() == hashlib.sha256(pdf_bytes()).digest()
