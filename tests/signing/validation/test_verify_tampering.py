"""Files that were changed, broken, hidden or hostile: never valid, always a verdict."""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import Level, P12Source, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.validation.verify import VerifyRules, verify_pdf, verify_with
from signing.verdict import Indication, Integrity, Trust, Verdict

Builder = Callable[[Level], SignRequest]


@pytest.fixture(scope="module")
def signed_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    plain_bytes: bytes,
    authority: TrialAuthority,
    officer: P12Source,
    password_text: str,
    now: datetime,
) -> bytes:
    folder = tmp_path_factory.mktemp("signed")
    (folder / "a.pdf").write_bytes(plain_bytes)
    request = SignRequest(
        signed_at=now,
        level=Level.B_LT,
        timestamp_urls=(authority.timestamp_url,),
        trust_roots=(authority.root_der,),
    )
    with open_key(officer, bytearray(password_text, "utf-8")) as key:
        sign_pdf(folder / "a.pdf", folder / "s.pdf", key, request)
    return (folder / "s.pdf").read_bytes()


@pytest.fixture
def signed(tmp_path: Path, signed_bytes: bytes) -> Path:
    path = tmp_path / "da-ky.pdf"
    path.write_bytes(signed_bytes)
    return path


def test_verify_pdf_untouched_is_valid(signed: Path, authority: TrialAuthority) -> None:
    verdict = verify_pdf(signed, (authority.root_der,))

    assert (verdict.verdict, verdict.integrity) == (Verdict.VALID, Integrity.INTACT)


def test_verify_pdf_with_flipped_byte_is_broken(signed: Path, authority: TrialAuthority) -> None:
    content = bytearray(signed.read_bytes())
    place = content.index(b"0.2 g 60 700")
    content[place] ^= 0x01
    signed.write_bytes(content)

    verdict = verify_pdf(signed, (authority.root_der,))

    assert (verdict.verdict, verdict.integrity) == (Verdict.INVALID, Integrity.BROKEN)
    assert verdict.signatures[0].indication is Indication.FAILED
    assert verdict.signatures[0].sub_indication == "HASH_FAILURE"


def test_verify_pdf_with_any_flipped_signed_byte_is_never_intact(
    signed: Path, authority: TrialAuthority
) -> None:
    original = signed.read_bytes()
    ranges = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]", original)
    assert ranges is not None
    before, start, rest = (int(number) for number in ranges.groups())
    chosen = random.Random(7)

    for _ in range(40):
        place = chosen.randrange(before + rest)
        content = bytearray(original)
        content[place if place < before else place - before + start] ^= 1 << chosen.randrange(8)
        signed.write_bytes(content)
        verdict = verify_pdf(signed, (authority.root_der,))
        assert verdict.integrity is not Integrity.INTACT
        assert verdict.verdict is not Verdict.VALID


def test_verify_pdf_with_bytes_behind_the_signature_value_says_so(signed: Path) -> None:
    content = bytearray(signed.read_bytes())
    end = content.index(b">", content.index(b"/Contents <"))
    content[end - 8 : end] = b"DEADBEEF"
    signed.write_bytes(content)

    verdict = verify_pdf(signed)

    assert "unsigned-padding" in verdict.notices


@pytest.mark.parametrize(
    "garbage",
    [
        b"rac",
        b"\n99 0 obj\n<< /Type /Catalog >>\nendobj\nstartxref\n0\n%%EOF\n",
        b"\n4 0 obj\n<< /Length 3 >>\nstream\nabc\nendstream\nendobj\n",
        b"\n%%EOF\nrac",
    ],
)
def test_verify_pdf_with_appended_garbage_is_not_valid(
    garbage: bytes, signed: Path, authority: TrialAuthority
) -> None:
    signed.write_bytes(signed.read_bytes() + garbage)

    verdict = verify_pdf(signed, (authority.root_der,))

    assert verdict.verdict is Verdict.INVALID
    assert verdict.integrity in (Integrity.SUSPECT, Integrity.BROKEN)


def test_verify_pdf_with_object_hidden_before_the_old_end_is_suspect(
    plain: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    with open_key(officer, password) as key:
        sign_pdf(plain, plain, key, request_for(Level.B_B))
    content = plain.read_bytes()
    tail = content[content.rindex(b"startxref") :]
    plain.write_bytes(content + b"\n4 0 obj\n<< /Length 0 >>\nendobj\n" + tail)

    verdict = verify_pdf(plain)

    assert verdict.integrity is Integrity.SUSPECT
    assert "bytes-outside-revisions" in verdict.notices


def test_verify_pdf_with_changed_page_is_suspect(signed: Path, authority: TrialAuthority) -> None:
    with signed.open("rb+") as stream:
        writer = IncrementalPdfFileWriter(stream, strict=False)
        page = writer.root["/Pages"]["/Kids"][0]
        content = page["/Contents"]
        content._data = b"1 0 0 rg 0 0 500 500 re f"
        content._encoded_data = None
        writer.mark_update(page.raw_get("/Contents"))
        writer.write_in_place()

    verdict = verify_pdf(signed, (authority.root_der,))

    assert (verdict.verdict, verdict.integrity) == (Verdict.INVALID, Integrity.SUSPECT)
    assert "page-changed" in verdict.signatures[0].changes_after


def test_verify_pdf_rewritten_as_a_whole_is_broken(signed: Path) -> None:
    with pikepdf.open(signed) as document:
        document.save(signed.with_name("rewritten.pdf"))

    verdict = verify_pdf(signed.with_name("rewritten.pdf"))

    assert (verdict.verdict, verdict.integrity) == (Verdict.INVALID, Integrity.BROKEN)


def test_verify_pdf_without_signature_is_unsigned(plain: Path) -> None:
    verdict = verify_pdf(plain)

    assert (verdict.verdict, verdict.integrity) == (Verdict.UNSIGNED, Integrity.NONE)
    assert verdict.signatures == ()


def test_verify_pdf_with_signature_removed_from_form_is_not_unsigned(signed: Path) -> None:
    signed.write_bytes(signed.read_bytes().replace(b"/AcroForm", b"/AcroFarm"))

    verdict = verify_pdf(signed)

    assert (verdict.verdict, verdict.integrity) == (Verdict.INVALID, Integrity.SUSPECT)


@pytest.mark.parametrize(
    ("content", "notice"),
    [(b"", "not-a-pdf"), (b"khong phai", "not-a-pdf"), (b"%PDF-1.7\n", "damaged")],
)
def test_verify_pdf_of_something_else_is_unknown(
    content: bytes, notice: str, tmp_path: Path
) -> None:
    path = tmp_path / "la.pdf"
    path.write_bytes(content)

    verdict = verify_pdf(path)

    assert (verdict.verdict, verdict.notices) == (Verdict.UNKNOWN, (notice,))


def test_verify_pdf_of_missing_file_is_unknown(tmp_path: Path) -> None:
    verdict = verify_pdf(tmp_path / "khong-co.pdf")

    assert (verdict.verdict, verdict.notices) == (Verdict.UNKNOWN, ("not-readable",))


def test_verify_pdf_of_folder_is_unknown(tmp_path: Path) -> None:
    assert verify_pdf(tmp_path).verdict is Verdict.UNKNOWN


def test_verify_pdf_of_locked_file_is_unknown(plain: Path) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as document:
        document.save(plain, encryption=pikepdf.Encryption(owner="chu", user="khach"))

    verdict = verify_pdf(plain)

    assert (verdict.verdict, verdict.notices) == (Verdict.UNKNOWN, ("encrypted",))


def test_verify_pdf_truncated_anywhere_is_never_valid(
    signed: Path, authority: TrialAuthority
) -> None:
    content = signed.read_bytes()

    for part in (0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        signed.write_bytes(content[: int(len(content) * part)])
        verdict = verify_pdf(signed, (authority.root_der,))
        assert verdict.verdict is not Verdict.VALID


def test_verify_pdf_with_garbled_structure_always_answers(signed: Path) -> None:
    content = signed.read_bytes()
    chosen = random.Random(11)

    for _ in range(30):
        spoiled = bytearray(content)
        for _ in range(20):
            spoiled[chosen.randrange(len(spoiled))] = chosen.randrange(256)
        signed.write_bytes(spoiled)
        assert verify_pdf(signed).verdict is not Verdict.VALID


def test_verify_pdf_without_roots_is_intact_and_unknown(signed: Path) -> None:
    verdict = verify_pdf(signed)

    assert (verdict.verdict, verdict.integrity) == (Verdict.UNKNOWN, Integrity.INTACT)
    assert verdict.signatures[0].trust is Trust.UNKNOWN
    assert verdict.signatures[0].sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"


def test_verify_pdf_with_foreign_root_is_unknown(
    signed: Path, tmp_path: Path, now: datetime, password_text: str
) -> None:
    other = TrialAuthority.create(
        tmp_path / "other", now, base_url="http://127.0.0.1:9", password=password_text
    )

    verdict = verify_pdf(signed, (other.root_der,))

    assert (verdict.verdict, verdict.integrity) == (Verdict.UNKNOWN, Integrity.INTACT)


def test_verify_with_fetch_finds_later_revocation(
    plain: Path, authority: TrialAuthority, now: datetime, password_text: str, request_for: Builder
) -> None:
    path = authority.issue_p12(OfficerProfile(), password_text, "thu-hoi.p12")
    with open_key(P12Source(path), bytearray(password_text, "utf-8")) as key:
        serial = int(key.summary.serial, 16)
        sign_pdf(plain, plain, key, request_for(Level.B_B))
    rules = VerifyRules(trust_roots=(authority.root_der,), fetch=True)
    before = verify_with(plain, rules)

    authority.publish_crl(now, [serial])
    after = verify_with(plain, rules)
    authority.publish_crl(now)

    assert before.verdict is Verdict.VALID
    assert (after.verdict, after.integrity) == (Verdict.INVALID, Integrity.INTACT)
    assert after.signatures[0].trust is Trust.UNTRUSTED
    assert after.signatures[0].sub_indication == "REVOKED"


def test_verify_with_much_later_time_keeps_archival_signature_out_of_green(
    signed: Path, authority: TrialAuthority, now: datetime
) -> None:
    rules = VerifyRules(trust_roots=(authority.root_der,), at=now + timedelta(days=365 * 3))

    verdict = verify_with(signed, rules)

    assert (verdict.verdict, verdict.integrity) == (Verdict.UNKNOWN, Integrity.INTACT)


def test_file_verdict_as_json_has_the_agreed_shape(signed: Path, authority: TrialAuthority) -> None:
    verdict = verify_pdf(signed, (authority.root_der,))

    shape = json.loads(json.dumps(verdict.as_json()))

    assert list(shape) == ["path", "verdict", "integrity", "notices", "signatures"]
    assert shape["signatures"][0]["signed_at"].endswith("+07:00")
    assert shape["signatures"][0]["level"] == "b-lt"
    assert shape["signatures"][0]["trust"] == "trusted"


def test_verify_pdf_keeps_first_signature_when_second_is_spoiled(
    signed: Path, officer: P12Source, password: bytearray, request_for: Builder
) -> None:
    second = signed.with_name("hai.pdf")
    with open_key(officer, password) as key:
        sign_pdf(signed, second, key, replace(request_for(Level.B_B), reason="Trả kết quả"))
    content = bytearray(second.read_bytes())
    place = content.rindex(b"/Reason")
    content[place + 12] ^= 0x01
    second.write_bytes(content)

    verdict = verify_pdf(second)

    assert verdict.integrity is Integrity.BROKEN
    assert [found.integrity for found in verdict.signatures].count(Integrity.BROKEN) == 1


def test_verify_pdf_reads_file_once_from_memory(signed: Path) -> None:
    before = io.BytesIO(signed.read_bytes()).getvalue()

    verify_pdf(signed)

    assert signed.read_bytes() == before
