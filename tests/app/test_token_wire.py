"""What crosses between the station and the process of a token comes out as it went in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from io import FileIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.token_wire import (
    WireBroken,
    certificate_frame,
    certificate_of,
    error_frame,
    packed,
    raised,
    receive,
    send,
    state_frame,
    state_of,
    unpacked,
    write_all,
)
from signing.errors import SigningError, TokenFailed, WrongPin
from signing.identities import CertificateSummary, TokenCertificate, TokenState

MOMENT = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
JSON = st.none() | st.booleans() | st.integers() | st.text(max_size=20)


@pytest.fixture
def pipe() -> Iterator[tuple[FileIO, FileIO]]:
    reading, writing = os.pipe()
    with FileIO(reading, "rb") as into:
        out = FileIO(writing, "wb")
        yield into, out
        with suppress(OSError):
            out.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(max_size=8), JSON | st.lists(JSON, max_size=3), max_size=4))
def test_receive_gives_what_was_sent(pipe: tuple[FileIO, FileIO], frame: dict[str, object]) -> None:
    into, out = pipe

    send(out, frame)

    assert receive(into) == frame


def test_receive_never_reads_into_the_pin_that_follows(pipe: tuple[FileIO, FileIO]) -> None:
    into, out = pipe
    send(out, {"do": "unlock"})
    write_all(out, memoryview(b"246810"))

    receive(into)

    assert into.read(6) == b"246810"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(min_size=1, max_size=60))
def test_receive_of_rubbish_is_a_broken_wire_or_a_frame(rubbish: bytes) -> None:
    reading, writing = os.pipe()
    os.write(writing, rubbish)
    os.close(writing)

    with FileIO(reading, "rb") as into, suppress(WireBroken):
        assert isinstance(receive(into), dict)


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\0", b"\xff\xff\xff\xff{}", b"\0\0\0\x02[]", b"\0\0\0\x02{x", b"\0\0\0\x09{}"],
)
def test_receive_of_half_or_wrong_frames_breaks(content: bytes) -> None:
    reading, writing = os.pipe()
    os.write(writing, content)
    os.close(writing)

    with FileIO(reading, "rb") as into, pytest.raises(WireBroken):
        receive(into)


def test_send_to_nobody_breaks() -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with FileIO(writing, "wb") as out, pytest.raises(WireBroken):
        send(out, {})


def _every_class(root: type[SigningError]) -> list[type[SigningError]]:
    return [root, *(each for child in root.__subclasses__() for each in _every_class(child))]


def test_every_error_keeps_its_class_on_the_way() -> None:
    for kind in _every_class(SigningError):
        if kind.__module__.startswith("signing"):
            back = raised(error_frame(kind("chi tiết")))

            assert (type(back), back.detail) == (kind, "chi tiết")


def test_wrong_pin_keeps_the_tries_left() -> None:
    back = raised(error_frame(WrongPin("sai", 1)))

    assert isinstance(back, WrongPin)
    assert back.tries_left == 1


def test_error_of_unknown_code_is_a_failed_token() -> None:
    assert type(raised({"code": "la.lam"})) is TokenFailed


def test_states_and_certificates_come_out_as_they_went_in() -> None:
    state = TokenState("Văn thư", True, pin_count_low=True, tries_left=1, serial="ab")
    summary = CertificateSummary("Nguyễn", "CA", "1f", MOMENT, MOMENT, "00" * 32)
    shown = TokenCertificate(summary, "Văn thư", "certificate.expired")

    assert state_of(state_frame(state)) == state
    assert certificate_of(certificate_frame(shown)) == shown


@given(st.binary(max_size=50))
def test_unpacked_gives_what_was_packed(content: bytes) -> None:
    assert unpacked(packed(content)) == content


@pytest.mark.parametrize("text", ["*", "a", None, 5])
def test_unpacked_of_anything_else_breaks(text: object) -> None:
    with pytest.raises(WireBroken):
        unpacked(text)
