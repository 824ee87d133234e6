"""A trial signature: a real key file, a real check, nothing left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import LibraryError
from app.jobs import InlineExecutor
from app.key_files import FileKeys
from app.services.key_choice import key_file, keys_to_try
from app.services.key_host import KeyHosts
from app.services.key_trial import TRIED, sign_trial
from app.services.station import SigningOptions, Station
from signing.trial.authority import TrialAuthority
from tests.fakes.counter_station import CounterStation

PASSWORD = "mat-khau-thu"


@dataclass
class Bench:
    station: Station
    key: str
    trust: Path

    def trusting(self) -> Station:
        return replace(self.station, signing=SigningOptions(trust_dir=str(self.trust)))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = TrialAuthority.create(
        tmp_path / "ca", datetime.now(UTC), base_url="http://127.0.0.1:9", password=PASSWORD
    )
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(made.root_pem.read_bytes())
    inline = InlineExecutor()
    with closing(FileKeys(dict(os.environ))) as files:
        station = replace(
            CounterStation().station,
            cpu=inline,
            check=inline,
            stamps=inline,
            keys=KeyHosts({"p12": files}),
            now=lambda: datetime.now(UTC),
        )
        yield Bench(station, f"p12:{made.officer_p12}", trust)


def test_trial_signature_is_made_and_checked(bench: Bench) -> None:
    made = sign_trial(bench.station, bench.key, bytearray(PASSWORD.encode()))

    assert made.key == "officer.p12"
    assert "Nguyễn Thị Thử Nghiệm" in made.signer
    assert not made.is_trusted


def test_trial_signature_says_what_nobody_could_tell(bench: Bench) -> None:
    made = sign_trial(bench.trusting(), bench.key, bytearray(PASSWORD.encode()))

    assert "revocation-unknown" in made.warnings
    assert made.verdict == "unknown"


def test_trial_signature_leaves_neither_pin_nor_names(bench: Bench) -> None:
    pin = bytearray(PASSWORD.encode())

    sign_trial(bench.station, bench.key, pin)

    assert not any(pin)
    acts = [entry.act for entry in bench.station.store.audit_entries()]
    assert [act.action for act in acts] == [TRIED]
    assert "Nghiệm" not in repr(acts)


def test_wrong_password_is_told_and_wiped(bench: Bench) -> None:
    pin = bytearray(b"sai")

    with pytest.raises(LibraryError) as told:
        sign_trial(bench.station, bench.key, pin)

    assert told.value.code == "key.wrong_password"
    assert not any(pin)


def test_keys_to_try_are_those_of_the_settings_each_once(bench: Bench) -> None:
    station = replace(
        bench.station,
        signing=SigningOptions(agency_key="p12:/x/co-quan.p12", further_keys=(bench.key,)),
    )

    offers = keys_to_try(station, bench.key)

    assert [one.label for one in offers][:2] == ["officer.p12", "co-quan.p12"]
    assert key_file("/x/y.p12").source == "p12:/x/y.p12"
