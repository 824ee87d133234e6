"""Whom the encrypted line to a scanner believes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.scanning.base import PaperSource, ScanError, ScanProfile
from app.scanning.driver_errors import ScannerUnencrypted
from app.scanning.escl_address import in_order, plain_policy
from app.scanning.escl_trust import fingerprint_of, line_context
from app.scanning.escl_worker import EsclSession, _answering
from app.scanning.wire import Message, Outlet
from benchmarks.capture_faults_escl import sheets
from tests.fakes.escl_call import scan_here, serve
from tests.fakes.escl_rules import Does, Rule
from tests.fakes.escl_server import SHORT, UUID, EsclServer
from tests.fakes.server_identity import certificate_of, server_identity

FEEDER = ScanProfile(source=PaperSource.FEEDER, dpi=75)


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    return server_identity(tmp_path)


@pytest.fixture
def encrypted(identity: Path) -> Iterator[EsclServer]:
    with EsclServer(sheets(), identity=identity) as server:
        yield server


def test_scan_unknown_certificate_is_untrusted_and_named(
    encrypted: EsclServer, identity: Path
) -> None:
    told = scan_here(encrypted, FEEDER)

    assert told.error == "scan.untrusted"
    assert told.messages[-1].text("detail") == fingerprint_of(certificate_of(identity))
    assert encrypted.seen.asked == []


def test_scan_confirmed_certificate_delivers(encrypted: EsclServer, identity: Path) -> None:
    told = scan_here(encrypted, FEEDER, pin=certificate_of(identity))

    assert len(told.pages) == 4


def test_scan_other_certificate_than_confirmed_is_refused(
    encrypted: EsclServer, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()

    told = scan_here(encrypted, FEEDER, pin=certificate_of(server_identity(other)))

    assert told.error == "scan.identity_changed"
    assert encrypted.seen.asked == []


def test_scan_plain_address_is_tried_only_after_the_encrypted_one(encrypted: EsclServer) -> None:
    errors: list[ScanError] = []
    with EsclServer(sheets()) as plain:
        urls = in_order([plain.url, encrypted.url], "fallback")[::-1]  # on loopback plain is first
        session = EsclSession(Outlet(io.BytesIO()))
        device = next(_answering(session, Message("scan", {"limits": SHORT}), urls, errors))

    assert device.line.url == plain.url
    assert [error.code for error in errors] == ["scan.untrusted"]


def test_plain_policy_confirmed_scanner_that_comes_back_without_encryption_is_refused() -> None:
    announced = ["http://192.0.2.9:80/eSCL"]

    assert in_order(announced, plain_policy("if_no_tls", "")) == announced
    assert in_order(announced, plain_policy("fallback", "PEM")) == announced
    with pytest.raises(ScannerUnencrypted):
        in_order(announced, plain_policy("if_no_tls", "PEM"))


def test_scan_confirmed_scanner_at_a_plain_address_is_not_asked(identity: Path) -> None:
    pin = certificate_of(identity)

    told = serve(
        "scan",
        urls=["http://192.0.2.9:80/eSCL"],
        uuid=UUID,
        policy="if_no_tls",
        pin=pin,
        source="feeder",
        colour="colour",
        dpi=300,
    )

    assert told.error == "scan.unencrypted"


def test_scan_sent_on_to_the_encrypted_address_goes_there(
    encrypted: EsclServer, identity: Path
) -> None:
    with EsclServer(sheets(), [Does(Rule.TLS_REDIRECT, times=0)]) as plain:
        plain.encrypted_url = encrypted.url
        told = scan_here(plain, FEEDER, pin=certificate_of(identity))

    assert len(told.pages) == 4
    assert len(encrypted.seen.orders) == 1
    assert plain.seen.orders == []


def test_certificate_is_shown_with_its_fingerprint(encrypted: EsclServer, identity: Path) -> None:
    told = serve("certificate", urls=[encrypted.url]).of("certificate")

    assert told.text("fingerprint") == fingerprint_of(certificate_of(identity))


def test_certificate_without_encryption_is_refused() -> None:
    assert serve("certificate", urls=["http://127.0.0.1:9/eSCL"]).error == "scan.unencrypted"


def test_line_context_rubbish_is_no_certificate() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        line_context("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
