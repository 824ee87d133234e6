"""Certificates of a cluster: one authority, one certificate for each machine."""

from __future__ import annotations

import ipaddress
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from app.cluster_base import ClusterKeysWrong
from app.cluster_keys import AUTHORITY, AUTHORITY_KEY, make_keys

NOW = datetime(2025, 10, 27, tzinfo=UTC)


def read(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())


def test_make_keys_each_machine_is_vouched_for_by_one_authority(tmp_path: Path) -> None:
    first, second = make_keys(tmp_path, ["10.0.0.5", "may-doc"], NOW)

    authority = read(tmp_path / AUTHORITY)
    for made in (first, second):
        read(made.cert_file).verify_directly_issued_by(authority)
    names = [
        read(made.cert_file).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        for made in (first, second)
    ]
    assert names[0].get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("10.0.0.5")]
    assert names[1].get_values_for_type(x509.DNSName) == ["may-doc"]


def test_make_keys_again_uses_the_authority_that_is_there(tmp_path: Path) -> None:
    make_keys(tmp_path, ["a"], NOW)
    before = (tmp_path / AUTHORITY).read_bytes()

    (later,) = make_keys(tmp_path, ["b"], NOW)

    assert (tmp_path / AUTHORITY).read_bytes() == before
    read(later.cert_file).verify_directly_issued_by(read(tmp_path / AUTHORITY))


def test_make_keys_lets_nobody_else_read_keys(tmp_path: Path) -> None:
    (made,) = make_keys(tmp_path, ["a"], NOW)

    modes = [
        stat.S_IMODE(file.stat().st_mode) for file in (made.key_file, tmp_path / AUTHORITY_KEY)
    ]
    assert modes == [0o600, 0o600]


def test_make_keys_beside_a_broken_authority_is_refused(tmp_path: Path) -> None:
    (tmp_path / AUTHORITY_KEY).write_text("junk")

    with pytest.raises(ClusterKeysWrong):
        make_keys(tmp_path, ["a"], NOW)
