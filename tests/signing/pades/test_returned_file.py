"""Files that came back from the government's program: one signature more and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.appearance.stamps import Stamp
from signing.errors import (
    CertificateExpired,
    CertificateUntrusted,
    DamagedPdf,
    PaddingRefused,
    PdfUnreadable,
    ReturnedFileChanged,
)
from signing.identities import Mechanism
from signing.keystore import SigningKey, open_key
from signing.pades.prepared import sign_pdf
from signing.pades.returned import accept_returned
from signing.requests import Level, P12Source, RsaPadding, SignatureKind, SignRequest
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.signing.pades.program_fixtures import by_program

__all__ = ["by_program"]
Builder = Callable[[Level], SignRequest]


def edited(content: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Write a file anew with a change in it."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def appended(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Append a revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # left untyped there
    return out.getvalue()


def page_overwritten(content: bytes) -> bytes:
    """Give the first page another content."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        stream = generic.StreamObject(stream_data=b"1 0 0 rg 60 100 200 40 re f")
        page["/Contents"] = writer.add_object(stream)
        writer.update_container(page)

    return appended(content, change)


def action_added(content: bytes) -> bytes:
    """Have a script run when the file is opened."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        name, script = generic.NameObject, generic.TextStringObject("app.alert(1)")
        action = {name("/S"): name("/JavaScript"), name("/JS"): script}
        writer.root["/OpenAction"] = generic.DictionaryObject(action)  # type: ignore[no-untyped-call]  # left untyped there
        writer.update_root()  # type: ignore[no-untyped-call]  # left untyped there

    return appended(content, change)


def note_added(content: bytes) -> bytes:
    """Put a comment on the first page."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        name = generic.NameObject
        box = generic.ArrayObject(map(generic.FloatObject, (100, 500, 300, 560)))
        entries = {name("/Subtype"): name("/FreeText"), name("/Rect"): box}
        note = generic.DictionaryObject(entries)  # type: ignore[no-untyped-call]  # left untyped there
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
        writer.update_container(page)

    return appended(content, change)


def test_visible_signature_of_a_program_is_taken(
    plain: Path, tmp_path: Path, key: SigningKey, request_for: Builder, look: Stamp
) -> None:
    back = tmp_path / "ve.pdf"
    request = request_for(Level.B_T)
    sign_pdf(plain, back, key, request, look)

    done = accept_returned(plain, back, tmp_path / "ky.pdf", request)

    assert done.level is Level.B_T


def test_signature_of_the_old_kind_is_taken(
    plain: Path, tmp_path: Path, key: SigningKey, request_for: Builder
) -> None:
    back = tmp_path / "ve.pdf"
    request = request_for(Level.B_T)
    sign_pdf(plain, back, key, replace(request, kind=SignatureKind.PKCS7))

    assert accept_returned(plain, back, tmp_path / "ky.pdf", request).level is Level.B_T


def test_signature_that_hides_what_was_written_is_refused(
    plain: Path, tmp_path: Path, key: SigningKey, request_for: Builder
) -> None:
    drawn = pikepdf.new()
    page = drawn.add_blank_page(page_size=(220, 60))
    page.Contents = drawn.make_stream(b"1 g 0 0 220 60 re f 0 g 5 5 20 2 re f")
    white = io.BytesIO()
    drawn.save(white)
    back = tmp_path / "ve.pdf"
    cover = Stamp(0, (50.0, 690.0, 270.0, 750.0), white.getvalue())
    sign_pdf(plain, back, key, request_for(Level.B_B), cover)

    with pytest.raises(ReturnedFileChanged, match="page-hidden-by-signature"):
        accept_returned(plain, back, tmp_path / "ky.pdf", request_for(Level.B_B))


def test_damaged_file_is_not_compared(
    tmp_path: Path, plain: Path, by_program: Callable[[bytes], bytes], request_for: Builder
) -> None:
    given, back = tmp_path / "hong.pdf", tmp_path / "ve.pdf"
    content = plain.read_bytes()
    given.write_bytes(content[:-100])
    back.write_bytes(content[:-100] + by_program(content)[len(content) :])

    with pytest.raises(DamagedPdf):
        accept_returned(given, back, tmp_path / "ky.pdf", request_for(Level.B_B))


@pytest.mark.parametrize("missing", ["don.pdf", "ve.pdf"])
def test_file_that_is_gone_is_named(
    plain: Path, tmp_path: Path, request_for: Builder, missing: str
) -> None:
    (tmp_path / "ve.pdf").write_bytes(plain.read_bytes())
    (tmp_path / missing).unlink()

    with pytest.raises(PdfUnreadable):
        accept_returned(plain, tmp_path / "ve.pdf", tmp_path / "ky.pdf", request_for(Level.B_B))


@pytest.mark.parametrize(
    "change",
    [
        lambda content, sign: content,
        lambda content, sign: b"",
        lambda content, sign: b"%PDF-1.7 rubbish",
        lambda content, sign: content + b"\n% nothing\n",
        lambda content, sign: content + b"rubbish",
        lambda content, sign: sign(edited(content, lambda pdf: None)),
        lambda content, sign: sign(page_overwritten(content)),
        lambda content, sign: page_overwritten(sign(content)),
        lambda content, sign: sign(note_added(content)),
        lambda content, sign: note_added(sign(content)),
        lambda content, sign: action_added(sign(content)),
        lambda content, sign: sign(sign(content)),
        lambda content, sign: sign(content)[:-200],
        lambda content, sign: sign(content) + b"1 0 obj\n<<>>\nendobj\n",
    ],
    ids=[
        "unsigned",
        "empty",
        "rubbish",
        "comment",
        "tail",
        "rewritten",
        "page-before",
        "page-after",
        "note-before",
        "note-after",
        "action-after",
        "two-signatures",
        "cut",
        "object-after",
    ],
)
def test_file_with_other_changes_is_refused(
    plain: Path,
    tmp_path: Path,
    by_program: Callable[[bytes], bytes],
    request_for: Builder,
    change: Callable[[bytes, Callable[[bytes], bytes]], bytes],
) -> None:
    back, target = tmp_path / "ve.pdf", tmp_path / "ky.pdf"
    back.write_bytes(change(plain.read_bytes(), by_program))

    with pytest.raises(ReturnedFileChanged):
        accept_returned(plain, back, target, request_for(Level.B_B))

    assert not target.exists()


def test_file_of_another_person_is_refused(
    plain: Path,
    tmp_path: Path,
    by_program: Callable[[bytes], bytes],
    request_for: Builder,
) -> None:
    other = edited(plain.read_bytes(), lambda pdf: pdf.add_blank_page())
    (tmp_path / "ve.pdf").write_bytes(by_program(other))

    with pytest.raises(ReturnedFileChanged):
        accept_returned(plain, tmp_path / "ve.pdf", tmp_path / "ky.pdf", request_for(Level.B_B))


def test_signature_with_an_expired_certificate_is_refused(
    plain: Path,
    tmp_path: Path,
    by_program: Callable[[bytes], bytes],
    request_for: Builder,
) -> None:
    (tmp_path / "ve.pdf").write_bytes(by_program(plain.read_bytes()))
    later = replace(request_for(Level.B_B), signed_at=datetime(2100, 1, 1, tzinfo=UTC))

    with pytest.raises(CertificateExpired):
        accept_returned(plain, tmp_path / "ve.pdf", tmp_path / "ky.pdf", later)


def test_signature_of_a_stranger_is_refused(
    plain: Path,
    tmp_path: Path,
    request_for: Builder,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    stranger = TrialAuthority.create(
        tmp_path_factory.mktemp("la"),
        datetime.now(UTC),
        base_url="http://127.0.0.1:9",
        password="x",
    )
    file = stranger.issue_p12(OfficerProfile(), "x", "la.p12")
    request = request_for(Level.B_B)
    back = tmp_path / "ve.pdf"
    with open_key(P12Source(file), bytearray(b"x")) as key:
        theirs = replace(request, trust_roots=(stranger.root_der,))
        sign_pdf(plain, back, key, theirs)

    with pytest.raises(CertificateUntrusted):
        accept_returned(plain, back, tmp_path / "ky.pdf", request)


def test_padding_that_was_not_allowed_is_refused(
    plain: Path, tmp_path: Path, key: SigningKey, request_for: Builder
) -> None:
    request = request_for(Level.B_B)
    back, target = tmp_path / "ve.pdf", tmp_path / "ky.pdf"
    sign_pdf(plain, back, key, replace(request, rsa_padding=RsaPadding.PKCS1))

    with pytest.raises(PaddingRefused):
        accept_returned(plain, back, target, request)
    done = accept_returned(plain, back, target, replace(request, rsa_padding=RsaPadding.PKCS1))

    assert done.mechanism is Mechanism.RSA_PKCS1
