"""The government's program on this machine: what it gets, says and sends back."""

from __future__ import annotations

import gc
import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from signing.errors import (
    OutputNotWritten,
    PdfChanged,
    RemoteAnswerBad,
    RemoteCancelled,
    RemoteExpired,
    RemoteInsecure,
    RemoteRefused,
    RemoteUnreachable,
)
from signing.identities import Mechanism
from signing.keys import vgca
from signing.keys.vgca import VgcaAct, VgcaOrder, VgcaRules, program_version
from signing.pades.returned import sign_with_program
from signing.requests import Level, SignRequest, VgcaSource
from signing.trial.authority import TrialAuthority
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity
from tests.fakes.server_identity import certificate_of, server_identity
from tests.fakes.vgca_program import VgcaProgram
from tests.signing.pades.program_fixtures import by_program, program, rules, signed

__all__ = ["by_program", "program", "rules"]
Builder = Callable[[Level], SignRequest]


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


def test_program_that_is_slow_to_say_goodbye_leaves_no_connection_open(
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
        running.slow_goodbye_s = 0.3
        known = replace(rules, tls_roots=certificate_of(identity))
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always", ResourceWarning)
            signed(plain, running, request_for(Level.B_B), known)
            gc.collect()

    assert [str(one.message) for one in warned if one.category is ResourceWarning] == []


def test_program_tells_its_version(program: VgcaProgram, rules: VgcaRules) -> None:
    assert program_version(VgcaSource(program.url), rules) == "1.2.0.9"


def test_addresses_that_could_be_guessed_are_not_opened(
    plain: Path, program: VgcaProgram, request_for: Builder
) -> None:
    with pytest.raises(RemoteInsecure):
        signed(plain, program, request_for(Level.B_B), VgcaRules(new_token=lambda: "1"))

    assert not program.orders
