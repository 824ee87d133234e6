"""Files that came back from the government's program: one signature more and nothing else."""

from __future__ import annotations

import io
import secrets
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.appearance.stamps import Stamp
from signing.errors import (
    CertificateExpired,
    CertificateUntrusted,
    DamagedPdf,
    OutputNotWritten,
    PaddingRefused,
    PdfChanged,
    PdfUnreadable,
    RemoteAnswerBad,
    RemoteCancelled,
    RemoteExpired,
    RemoteInsecure,
    RemoteRefused,
    RemoteUnreachable,
    ReturnedFileChanged,
)
from signing.identities import Mechanism
from signing.keys import vgca
from signing.keys.vgca import VgcaAct, VgcaOrder, VgcaRules, program_version
from signing.keystore import SigningKey, open_key
from signing.pades.prepared import sign_pdf
from signing.pades.returned import accept_returned, sign_with_program
from signing.requests import Level, P12Source, RsaPadding, SignatureKind, SignRequest, VgcaSource
from signing.trial.authority import OfficerProfile, TrialAuthority
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity
from tests.fakes.server_identity import certificate_of, server_identity
from tests.fakes.vgca_program import VgcaProgram

Builder = Callable[[Level], SignRequest]


def new_token() -> str:
    return secrets.token_hex(16)


@pytest.fixture
def rules() -> VgcaRules:
    return VgcaRules(new_token=new_token, connect_within_s=5.0, sign_within_s=20.0)


@pytest.fixture
def by_program(tmp_path: Path, key: SigningKey, request_for: Builder) -> Callable[[bytes], bytes]:
    """Sign the way another program would, in a folder of its own."""

    def sign(content: bytes) -> bytes:
        folder = tmp_path / "chuong-trinh"
        folder.mkdir(exist_ok=True)
        before, after = folder / "truoc.pdf", folder / "sau.pdf"
        before.write_bytes(content)
        sign_pdf(before, after, key, request_for(Level.B_B))
        return after.read_bytes()

    return sign


@pytest.fixture
def program(by_program: Callable[[bytes], bytes]) -> Iterator[VgcaProgram]:
    with VgcaProgram(by_program) as running:
        yield running


def signed(plain: Path, program: VgcaProgram, request: SignRequest, rules: VgcaRules) -> Path:
    target = plain.with_name("ky.pdf")
    order = VgcaOrder()
    sign_with_program(plain, target, VgcaSource(program.url), request, order, rules=rules)
    return target


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


@pytest.mark.parametrize("as_form", [True, False])
def test_program_signs_and_the_result_is_taken(
    plain: Path,
    program: VgcaProgram,
    request_for: Builder,
    rules: VgcaRules,
    authority: TrialAuthority,
    as_form: bool,
) -> None:
    program.as_form = as_form
    target = plain.with_name("ky.pdf")

    done = sign_with_program(
        plain,
        target,
        VgcaSource(program.url),
        request_for(Level.B_B),
        VgcaOrder(VgcaAct.ISSUED, "12/QĐ-UBND", "2026-11-22"),
        rules=rules,
    )

    assert verify_pdf(target, [authority.root_der]).integrity is Integrity.INTACT
    assert (done.level, done.mechanism) == (Level.B_B, Mechanism.RSA_PSS)
    ((act, order),) = program.orders
    assert act == "SignIssued"
    assert order["DocNumber"] == "12/QĐ-UBND"
    assert order["IsPss"] is True
    assert program.fetched == [plain.read_bytes()]


def test_program_signs_after_another_signature(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    first = signed(plain, program, request_for(Level.B_B), rules)
    second = first.with_name("hai.pdf")

    done = sign_with_program(
        first, second, VgcaSource(program.url), request_for(Level.B_B), VgcaOrder(), rules=rules
    )

    assert done.field_name == "NguoiKy_2"
    assert len(verify_pdf(second).signatures) == 2


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


def test_file_that_was_not_shown_is_not_given_out(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    request = replace(request_for(Level.B_B), seen_sha256="0" * 64)

    with pytest.raises(PdfChanged):
        signed(plain, program, request, rules)

    assert not program.orders


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ('{"Status": 1, "Message": "Người dùng hủy"}', RemoteRefused),
        ('{"Status": "0"}', RemoteAnswerBad),
        ("[]", RemoteAnswerBad),
        ("rubbish", RemoteAnswerBad),
        ("x" * 100_000, RemoteAnswerBad),
    ],
)
def test_program_that_says_something_else_is_named(
    plain: Path,
    program: VgcaProgram,
    request_for: Builder,
    rules: VgcaRules,
    answer: str,
    error: type[Exception],
) -> None:
    program.answer = answer

    with pytest.raises(error):
        signed(plain, program, request_for(Level.B_B), rules)

    assert sorted(plain.parent.glob("*.part")) == []
    assert not plain.with_name("ky.pdf").exists()


def test_program_that_sends_nothing_is_named(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    program.uploads = 0

    with pytest.raises(RemoteAnswerBad):
        signed(plain, program, request_for(Level.B_B), rules)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to be had")
def test_full_disk_is_named(
    plain: Path,
    program: VgcaProgram,
    rules: VgcaRules,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @contextmanager
    def on_full_disk(target: Path) -> Iterator[tuple[Path, Unplaced]]:
        with Path("/dev/full").open("r+b", buffering=0) as stream:
            yield target, Unplaced(stream)

    # A disk cannot be filled here in another way.
    monkeypatch.setattr(vgca, "part_file", on_full_disk)

    with pytest.raises(OutputNotWritten):
        vgca.sign_in_program(
            VgcaSource(program.url), plain, plain.with_name("ve.pdf"), VgcaOrder(), rules
        )

    assert program.statuses == [200, 507]


class Unplaced:
    """A stream that stands nowhere, as devices do."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def tell(self) -> int:
        return 0

    def write(self, content: bytes) -> int:
        return self.stream.write(content)


def test_second_upload_is_turned_away(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    program.uploads = 2

    signed(plain, program, request_for(Level.B_B), rules)

    assert program.statuses == [200, 200, 410]


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://trang-la.example"}, {"Host": "trang-la.example"}]
)
def test_web_page_gets_no_file(
    plain: Path,
    program: VgcaProgram,
    request_for: Builder,
    rules: VgcaRules,
    headers: dict[str, str],
) -> None:
    program.headers = headers

    with pytest.raises(RemoteAnswerBad):
        signed(plain, program, request_for(Level.B_B), rules)

    assert program.statuses == [403]


def test_file_that_is_too_large_is_turned_away(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    with pytest.raises(RemoteAnswerBad):
        signed(plain, program, request_for(Level.B_B), replace(rules, most_bytes=1000))

    assert program.statuses == [200, 413]


def test_officer_who_never_signs_is_waited_for_no_longer(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    program.silent = True

    with pytest.raises(RemoteExpired):
        signed(plain, program, request_for(Level.B_B), replace(rules, sign_within_s=0.1))


def test_waiting_is_given_up(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    program.silent = True

    with pytest.raises(RemoteCancelled):
        signed(plain, program, request_for(Level.B_B), replace(rules, stopped=lambda: True))


def test_program_that_goes_away_is_named(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    program.hang_up = True

    with pytest.raises(RemoteUnreachable):
        signed(plain, program, request_for(Level.B_B), rules)


def test_program_that_does_not_run_is_named(rules: VgcaRules) -> None:
    with pytest.raises(RemoteUnreachable):
        program_version(VgcaSource("ws://127.0.0.1:9"), rules)


def test_program_of_another_machine_is_not_asked(rules: VgcaRules) -> None:
    with pytest.raises(RemoteInsecure):
        program_version(VgcaSource("wss://10.0.0.1:8987"), rules)


def test_program_is_told_the_origin_it_is_set_up_for(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    signed(plain, program, request_for(Level.B_B), replace(rules, origin="https://motcua.example"))

    assert program.origins == ["https://motcua.example"]


def test_program_without_a_version_is_named(program: VgcaProgram, rules: VgcaRules) -> None:
    program.answer = "\t \n"

    with pytest.raises(RemoteAnswerBad):
        program_version(VgcaSource(program.url), rules)


def test_form_without_a_file_is_turned_away(
    plain: Path, program: VgcaProgram, request_for: Builder, rules: VgcaRules
) -> None:
    program.file_name = None

    with pytest.raises(RemoteAnswerBad):
        signed(plain, program, request_for(Level.B_B), rules)

    assert program.statuses == [200, 400]


def test_program_that_does_not_prove_who_it_is_gets_no_order(
    plain: Path,
    tmp_path: Path,
    by_program: Callable[[bytes], bytes],
    request_for: Builder,
    rules: VgcaRules,
) -> None:
    identity = server_identity(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    with VgcaProgram(by_program, context) as running:
        with pytest.raises(RemoteInsecure):
            signed(plain, running, request_for(Level.B_B), rules)
        known = replace(rules, tls_roots=certificate_of(identity))
        signed(plain, running, request_for(Level.B_B), known)

        assert len(running.orders) == 1


def test_program_tells_its_version(program: VgcaProgram, rules: VgcaRules) -> None:
    assert program_version(VgcaSource(program.url), rules) == "1.2.0.9"


def test_addresses_that_could_be_guessed_are_not_opened(
    plain: Path, program: VgcaProgram, request_for: Builder
) -> None:
    with pytest.raises(RemoteInsecure):
        signed(plain, program, request_for(Level.B_B), VgcaRules(new_token=lambda: "1"))

    assert not program.orders
