"""Folders of trust roots and the throw-away authority that fills them in tests."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing.errors import BadTrustRoots, TrialSetupFailed
from signing.trial.authority import NO_VALUE, TrialAuthority
from signing.trial.services import TrialServices
from signing.trust.roots import load_roots


def test_load_roots_reads_pem_and_der_once(authority: TrialAuthority, tmp_path: Path) -> None:
    shutil.copy(authority.root_pem, tmp_path / "a.pem")
    (tmp_path / "b.der").write_bytes(authority.root_der)
    (tmp_path / "ghi-chu.txt").write_text("khong phai chung thu", "utf-8")

    assert load_roots(tmp_path) == (authority.root_der,)


def test_load_roots_of_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTrustRoots):
        load_roots(tmp_path / "khong-co")


def test_load_roots_of_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTrustRoots):
        load_roots(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"rac", b"-----BEGIN CERTIFICATE-----\nrac\n-----END CERTIFICATE-----\n"]
)
def test_load_roots_with_damaged_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.crt").write_bytes(content)

    with pytest.raises(BadTrustRoots):
        load_roots(tmp_path)


def test_trial_authority_says_it_has_no_value(authority: TrialAuthority) -> None:
    for pair in (authority.root, authority.tsa):
        assert NO_VALUE in pair.certificate.subject.rfc4514_string()


def test_trial_authority_load_gives_the_same_back(authority: TrialAuthority) -> None:
    loaded = TrialAuthority.load(authority.folder)

    assert loaded.root_der == authority.root_der
    assert loaded.timestamp_url == authority.timestamp_url


def test_trial_authority_load_of_other_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TrialSetupFailed):
        TrialAuthority.load(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_trial_authority_keeps_keys_to_their_owner(authority: TrialAuthority) -> None:
    for name in ("root.key.pem", "tsa.key.pem", "officer.p12"):
        mode = stat.S_IMODE((authority.folder / name).stat().st_mode)
        assert mode == 0o600, name


def test_trial_services_on_taken_port_are_refused(services: TrialServices) -> None:
    port = int(services.url.rsplit(":", 1)[1])

    with pytest.raises(TrialSetupFailed):
        TrialServices(port)


def test_trial_authority_chain_is_accepted_by_openssl(
    authority: TrialAuthority, tmp_path: Path
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")

    said = subprocess.run(
        [openssl, "verify", "-CAfile", str(authority.root_pem), str(authority.folder / "tsa.pem")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert said.stdout.strip().endswith("OK")


def test_trial_authority_counts_validity_from_the_given_time(tmp_path: Path) -> None:
    moment = datetime(2026, 1, 15, 3, 0, tzinfo=UTC)

    made = TrialAuthority.create(tmp_path, moment, base_url="http://127.0.0.1:9", password="thu")

    assert made.root.certificate.not_valid_after_utc.year == 2031
