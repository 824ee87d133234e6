"""Signed trust lists: proof, pins, anchors, and never a step back."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import signing
from signing.errors import (
    BadTrustList,
    BadTrustRoots,
    TrustListNotProved,
    TrustListOutdated,
    TrustListRollback,
    TrustPublisherUnknown,
)
from signing.trial.authority import OfficerProfile, TrialAuthority, TrialKey
from signing.trust.list_store import LIST_FILE, TrustFolder
from signing.trust.roots import split_anchors
from signing.trust.trust_list import (
    Role,
    Scope,
    TrustEntry,
    TrustList,
    canonical,
    key_fingerprint,
    read_list,
    sign_list,
)

Der = Callable[[TrialKey], bytes]


def entry(certificate: bytes, role: Role, now: datetime, **other: Any) -> TrustEntry:
    facts: dict[str, Any] = {
        "scope": Scope.OFFICIAL,
        "source": "thử nghiệm",
        "valid_from": now - timedelta(days=1),
        "valid_to": now + timedelta(days=365),
    }
    return TrustEntry(certificate, role, **{**facts, **other})


@pytest.fixture
def issue(authority: TrialAuthority, below: TrialKey, der: Der, now: datetime) -> TrustList:
    return TrustList(
        publisher="Sở Khoa học và Công nghệ (thử nghiệm)",
        sequence=3,
        this_update=now - timedelta(hours=1),
        next_update=now + timedelta(days=30),
        entries=(
            entry(der(below), Role.INTERMEDIATE, now),
            entry(authority.root_der, Role.ROOT, now),
        ),
    )


@pytest.fixture
def folder(tmp_path: Path, publisher_pem: bytes) -> TrustFolder:
    made = TrustFolder(tmp_path / "tin-cay")
    made.trust_publisher(publisher_pem)
    return made


def test_read_list_gives_back_what_was_signed(
    issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    found = read_list(sign_list(issue, publisher), publisher.public_key())

    assert found == issue


def test_read_list_takes_other_spacing_for_the_same(
    issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    body = json.loads(sign_list(issue, publisher))

    found = read_list(json.dumps(body, sort_keys=True).encode(), publisher.public_key())

    assert found == issue


def resigned(body: dict[str, Any], key: Ed25519PrivateKey) -> bytes:
    body.pop("signature", None)
    value = key.sign(b"sohoa trust list 1\n" + canonical(body))
    body["signature"] = {
        "algorithm": "Ed25519",
        "key": key_fingerprint(key.public_key()),
        "value": base64.b64encode(value).decode(),
    }
    return json.dumps(body).encode()


def test_read_list_with_any_part_changed_is_refused(
    issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    whole = json.loads(sign_list(issue, publisher))
    changes: list[tuple[str, Any]] = [
        ("sequence", 4),
        ("publisher", "Ai đó"),
        ("next_update", "2099-01-01T00:00:00+00:00"),
        ("entries", whole["entries"][:1]),
        ("entries", [{**whole["entries"][0], "role": "root"}, *whole["entries"][1:]]),
    ]

    for name, value in changes:
        with pytest.raises(TrustListNotProved):
            read_list(json.dumps({**whole, name: value}).encode(), publisher.public_key())


def test_read_list_of_another_publisher_is_refused(
    issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    stranger = Ed25519PrivateKey.generate()

    with pytest.raises(TrustPublisherUnknown):
        read_list(sign_list(issue, stranger), publisher.public_key())


def test_read_list_with_stolen_key_name_is_refused(
    issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    body = json.loads(sign_list(issue, Ed25519PrivateKey.generate()))
    body["signature"]["key"] = key_fingerprint(publisher.public_key())

    with pytest.raises(TrustListNotProved):
        read_list(json.dumps(body).encode(), publisher.public_key())


def test_read_list_without_signature_is_refused(
    issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    body = json.loads(sign_list(issue, publisher))
    del body["signature"]

    with pytest.raises(TrustListNotProved):
        read_list(json.dumps(body).encode(), publisher.public_key())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("schema", "sohoa.trust-list/9"),
        ("sequence", "3"),
        ("sequence", True),
        ("sequence", 0),
        ("publisher", 7),
        ("publisher", " "),
        ("this_update", "hôm nay"),
        ("this_update", "2026-01-01T00:00:00"),
        ("next_update", "2001-01-01T00:00:00+00:00"),
        ("entries", []),
        ("entries", {}),
        ("entries", [7]),
        ("entries", [{}]),
        ("them", 1),
    ],
)
def test_read_list_that_contradicts_itself_is_refused(
    name: str, value: object, issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    body = {**json.loads(sign_list(issue, publisher)), name: value}

    with pytest.raises(BadTrustList):
        read_list(resigned(body, publisher), publisher.public_key())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sha256", "0" * 64),
        ("certificate", "rác"),
        ("certificate", base64.b64encode(b"rac").decode()),
        ("role", "boss"),
        ("scope", "mọi thứ"),
        ("valid_to", "2001-01-01T00:00:00+00:00"),
        ("role", "root"),
    ],
)
def test_read_list_with_a_wrong_entry_is_refused(
    name: str, value: object, issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    body = json.loads(sign_list(issue, publisher))
    body["entries"][0][name] = value

    with pytest.raises(BadTrustList):
        read_list(resigned(body, publisher), publisher.public_key())


def test_read_list_with_a_name_twice_is_refused(
    issue: TrustList, publisher: Ed25519PrivateKey
) -> None:
    text = sign_list(issue, publisher).replace(b'"sequence": 3', b'"sequence": 3, "sequence": 3')

    with pytest.raises(BadTrustList):
        read_list(text, publisher.public_key())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=200) | st.text(max_size=80).map(str.encode))
def test_read_list_of_anything_is_refused_by_name(
    content: bytes, publisher: Ed25519PrivateKey
) -> None:
    with pytest.raises(BadTrustList):
        read_list(content, publisher.public_key())


def test_trust_list_with_an_intermediate_alone_is_refused(
    issue: TrustList, below: TrialKey, der: Der, now: datetime
) -> None:
    with pytest.raises(BadTrustList):
        replace(issue, entries=(entry(der(below), Role.INTERMEDIATE, now),))


def test_trust_list_with_an_officer_is_refused(
    issue: TrustList, authority: TrialAuthority, der: Der, now: datetime
) -> None:
    officer = der(authority.issue(OfficerProfile()))

    with pytest.raises(BadTrustList):
        replace(issue, entries=(*issue.entries, entry(officer, Role.INTERMEDIATE, now)))


def test_trust_list_at_drops_an_intermediate_with_its_root(issue: TrustList, now: datetime) -> None:
    ended = replace(issue.entries[1], valid_to=now - timedelta(hours=1))

    found = replace(issue, entries=(issue.entries[0], ended)).at(now)

    assert found == ()


def test_trust_folder_without_publisher_takes_no_list(
    tmp_path: Path, issue: TrustList, publisher: Ed25519PrivateKey, now: datetime
) -> None:
    with pytest.raises(TrustPublisherUnknown):
        TrustFolder(tmp_path).bring(sign_list(issue, publisher), now)


def test_trust_folder_changes_its_publisher_only_when_told(
    folder: TrustFolder, publisher_pem: bytes
) -> None:
    key = Ed25519PrivateKey.generate().public_key()
    other = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    folder.trust_publisher(publisher_pem)
    with pytest.raises(TrustPublisherUnknown):
        folder.trust_publisher(other)
    assert folder.trust_publisher(other, replace=True) == key_fingerprint(key)


def test_trust_folder_bring_takes_newer_and_refuses_older(
    folder: TrustFolder, issue: TrustList, publisher: Ed25519PrivateKey, now: datetime
) -> None:
    first, newer = sign_list(issue, publisher), sign_list(replace(issue, sequence=4), publisher)

    folder.bring(first, now)
    folder.bring(first, now)
    folder.bring(newer, now)
    with pytest.raises(TrustListRollback):
        folder.bring(first, now)

    assert (found := folder.in_use(now)) is not None
    assert found.content.sequence == 4


def test_trust_folder_bring_of_same_number_but_other_content_is_refused(
    folder: TrustFolder, issue: TrustList, publisher: Ed25519PrivateKey, now: datetime
) -> None:
    folder.bring(sign_list(issue, publisher), now)

    with pytest.raises(TrustListRollback):
        folder.bring(sign_list(replace(issue, publisher="Khác"), publisher), now)


def test_trust_folder_remembers_the_number_when_the_list_is_deleted(
    folder: TrustFolder,
    issue: TrustList,
    publisher: Ed25519PrivateKey,
    now: datetime,
    tmp_path: Path,
) -> None:
    folder.bring(sign_list(replace(issue, sequence=9), publisher), now)
    (tmp_path / "tin-cay" / LIST_FILE).unlink()

    with pytest.raises(TrustListRollback):
        folder.bring(sign_list(issue, publisher), now)


def test_trust_folder_finds_an_older_list_put_behind_its_back(
    folder: TrustFolder,
    issue: TrustList,
    publisher: Ed25519PrivateKey,
    now: datetime,
    tmp_path: Path,
) -> None:
    folder.bring(sign_list(replace(issue, sequence=9), publisher), now)
    (tmp_path / "tin-cay" / LIST_FILE).write_bytes(sign_list(issue, publisher))

    with pytest.raises(TrustListRollback):
        folder.material(now)


@pytest.mark.parametrize("days", [-2, 40])
def test_trust_folder_bring_of_a_list_of_another_time_is_refused(
    days: int,
    folder: TrustFolder,
    issue: TrustList,
    publisher: Ed25519PrivateKey,
    now: datetime,
) -> None:
    with pytest.raises(TrustListOutdated):
        folder.bring(sign_list(issue, publisher), now + timedelta(days=days))


@pytest.mark.expects_log_warnings
def test_trust_folder_keeps_an_overdue_list_in_use_and_says_so(
    folder: TrustFolder, issue: TrustList, publisher: Ed25519PrivateKey, now: datetime
) -> None:
    folder.bring(sign_list(issue, publisher), now)

    found = folder.in_use(now + timedelta(days=40))

    assert found is not None
    assert found.outdated
    assert folder.material(now + timedelta(days=40)).certificates


def test_trust_folder_material_joins_list_and_single_files(
    folder: TrustFolder,
    issue: TrustList,
    publisher: Ed25519PrivateKey,
    now: datetime,
    tmp_path: Path,
    authority: TrialAuthority,
    below: TrialKey,
    der: Der,
) -> None:
    folder.bring(sign_list(issue, publisher), now)
    (tmp_path / "tin-cay" / "a.der").write_bytes(authority.root_der)

    found = folder.material(now)

    assert found.certificates == (authority.root_der, der(below))
    assert [one.sha256 for one in found.limits] == [issue.entries[0].sha256]


@pytest.mark.expects_log_warnings
def test_trust_folder_material_of_nothing_valid_is_refused(
    folder: TrustFolder, issue: TrustList, publisher: Ed25519PrivateKey, now: datetime
) -> None:
    folder.bring(sign_list(issue, publisher), now)

    with pytest.raises(BadTrustRoots):
        folder.material(now + timedelta(days=400))
    with pytest.raises(BadTrustRoots):
        TrustFolder(Path("khong-co")).material(now)


def test_split_anchors_lets_an_intermediate_lie_between(
    authority: TrialAuthority, below: TrialKey, der: Der
) -> None:
    root, middle = x509.Certificate.load(authority.root_der), x509.Certificate.load(der(below))

    assert split_anchors([middle, root]) == ([root], [middle])
    assert split_anchors([middle]) == ([middle], [])


def test_shipped_pins_are_unconfirmed_and_trusted_by_nobody(now: datetime) -> None:
    shipped = Path(signing.__file__).parents[1] / "resources" / "trust"
    pins = json.loads((shipped / "unconfirmed-pins.json").read_text("utf-8"))["pins"]

    assert pins
    assert not any(pin["confirmed"] for pin in pins)
    with pytest.raises(BadTrustRoots):
        TrustFolder(shipped).material(now)


def test_trust_folder_with_a_damaged_memory_is_refused(
    folder: TrustFolder,
    issue: TrustList,
    publisher: Ed25519PrivateKey,
    now: datetime,
    tmp_path: Path,
) -> None:
    folder.bring(sign_list(issue, publisher), now)
    (tmp_path / "tin-cay" / "trust-list.seen").write_text("rác")

    with pytest.raises(BadTrustList):
        folder.in_use(now)


def test_trust_folder_with_too_large_a_file_is_refused(
    folder: TrustFolder, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "tin-cay" / LIST_FILE).write_bytes(bytes(9 * 1024 * 1024))

    with pytest.raises(BadTrustList):
        folder.in_use(now)


@pytest.mark.parametrize("pem", [b"", b"rac"])
def test_trust_publisher_that_is_no_key_is_refused(pem: bytes, folder: TrustFolder) -> None:
    with pytest.raises(TrustPublisherUnknown):
        folder.trust_publisher(pem)


def test_trust_publisher_with_a_key_of_another_kind_is_refused(
    folder: TrustFolder, authority: TrialAuthority
) -> None:
    key = authority.root.private_key.public_key()

    with pytest.raises(TrustPublisherUnknown):
        folder.trust_publisher(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
