"""A station and the reference system whose receipt keys change: pinned, followed, kept, refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.province.base import Receipt
from app.province.errors import KeysRefused, KeyUnknown, LinkDown, ServerBusy
from app.province.key_sets import KEYS_TYPE
from app.province.pinning import PinnedIntake
from app.receiver.keyring import prepare_next, rotate
from tests.receiver.dossier_samples import manifest_of
from tests.receiver.receiver_process import ReceiverProcess

FILES = {"f1": b"%PDF-1.7 mot"}
NOW = datetime.now(UTC)
Open = Callable[[], PinnedIntake]


@pytest.fixture
def station(own_receiver: ReceiverProcess, tmp_path: Path) -> Iterator[Open]:
    """Opens the client of the same station again and again."""
    own_receiver.arguments = ["--accept-unsigned"]
    opened: list[PinnedIntake] = []

    def start() -> PinnedIntake:
        opened.append(PinnedIntake(own_receiver.url, keys_file=tmp_path / "keys.json"))
        return opened[-1]

    yield start
    for client in opened:
        client.close()


def deliver(client: PinnedIntake, ref: str) -> Receipt:
    manifest = manifest_of(FILES, client_ref=ref)
    remote = client.begin(manifest, ref)
    for url in filter(None, remote.uploads.values()):
        client.put(url, 0, FILES["f1"])
    return client.commit(remote.id, manifest, ref)


def change_keys(receiver: ReceiverProcess, *, times: int = 1, months: int = 0) -> None:
    """Change the key of a receiver that stands still, each time some months later."""
    for number in range(times):
        moment = NOW + timedelta(days=30 * months * number)
        prepare_next(receiver.data, moment)
        rotate(receiver.data, moment)


def kid_of(receipt: Receipt) -> str:
    return str(jwt.get_unverified_header(receipt.jws)["kid"])


def sets_rule(path: Path, body: object, **match: object) -> list[str]:
    """Arguments that let the receiver answer with these key sets."""
    action = {
        "status": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(body),
    }
    rule = {"match": {"path_regex": "/v1/keys", **match}, "action": action}
    path.write_text(json.dumps([rule]), "utf-8")
    return ["--accept-unsigned", "--chaos", str(path)]


def published(receiver: ReceiverProcess) -> list[str]:
    found: list[str] = httpx.get(f"{receiver.url}/v1/keys", trust_env=False).json()["sets"]
    return found


def test_receipt_under_a_new_key_is_taken_after_its_set(
    own_receiver: ReceiverProcess, station: Open
) -> None:
    own_receiver.start()
    first = deliver(station(), "a")
    own_receiver.stop()
    change_keys(own_receiver)
    own_receiver.start()

    second = deliver(station(), "b")

    assert kid_of(first) != kid_of(second)


def test_station_away_for_years_follows_all_changes_and_keeps_them(
    own_receiver: ReceiverProcess, station: Open
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    own_receiver.stop()
    change_keys(own_receiver, times=40)
    own_receiver.start()

    followed = station().renew_keys()
    kept = json.loads((own_receiver.data.parent / "keys-newer.json").read_bytes())
    again = station().renew_keys()

    assert (followed, again) == (True, False)
    assert kept["jwks"]["version"] == 81
    assert deliver(station(), "b").number


def test_without_changes_nothing_is_new(own_receiver: ReceiverProcess, station: Open) -> None:
    own_receiver.start()
    client = station()

    assert not client.renew_keys()


@pytest.mark.expects_log_warnings
def test_newer_keys_that_were_lost_are_fetched_again(
    own_receiver: ReceiverProcess, station: Open, tmp_path: Path
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    own_receiver.stop()
    change_keys(own_receiver)
    own_receiver.start()
    deliver(station(), "b")
    (tmp_path / "keys-newer.json").write_bytes(b"{torn")

    assert deliver(station(), "c").number


def test_another_anchor_begins_anew(
    own_receiver: ReceiverProcess, station: Open, tmp_path: Path
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    own_receiver.stop()
    change_keys(own_receiver)
    own_receiver.start()
    deliver(station(), "b")
    stranger = {"kty": "OKP", "crv": "Ed25519", "kid": "la", "x": _public()}
    (tmp_path / "keys.json").write_text(json.dumps({"keys": [stranger]}), "utf-8")

    with pytest.raises(KeysRefused):
        deliver(station(), "c")


def test_old_set_that_is_sent_again_is_refused_and_keys_stay(
    own_receiver: ReceiverProcess, station: Open, tmp_path: Path
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    old = published(own_receiver)
    own_receiver.stop()
    own_receiver.arguments = sets_rule(tmp_path / "chaos.json", {"sets": old})
    own_receiver.start()

    with pytest.raises(KeysRefused):
        station().renew_keys()
    assert not (tmp_path / "keys-newer.json").exists()
    assert deliver(station(), "b").number


@pytest.mark.parametrize("kind", ["stranger", "none", "typ"])
def test_receipt_under_an_unknown_key_with_forged_sets_is_not_taken(
    own_receiver: ReceiverProcess, station: Open, tmp_path: Path, kind: str
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    own_receiver.stop()
    change_keys(own_receiver)
    own_receiver.arguments = sets_rule(
        tmp_path / "chaos.json", {"sets": [_forged(own_receiver.data, kind)]}
    )
    own_receiver.start()

    with pytest.raises(KeysRefused):
        deliver(station(), "b")


def test_receipt_under_an_unknown_key_without_sets_is_not_taken(
    own_receiver: ReceiverProcess, station: Open, tmp_path: Path
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    own_receiver.stop()
    change_keys(own_receiver)
    own_receiver.arguments = sets_rule(tmp_path / "chaos.json", {"sets": []})
    own_receiver.start()

    with pytest.raises(KeyUnknown):
        deliver(station(), "b")


@pytest.mark.parametrize(
    ("action", "error"),
    [
        ({"drop_reply": True}, ServerBusy),
        ({"status": 503}, ServerBusy),
        ({"cut_reply_after_bytes": 40}, ServerBusy),
        ({"status": 200, "body": "<html>Xin chào</html>"}, LinkDown),
    ],
)
def test_keys_that_cannot_be_asked_for_now_let_the_dossier_wait(
    own_receiver: ReceiverProcess,
    station: Open,
    tmp_path: Path,
    action: dict[str, object],
    error: type[Exception],
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    own_receiver.stop()
    change_keys(own_receiver)
    rule = {"match": {"path_regex": "/v1/keys", "nth": 1}, "action": action}
    (tmp_path / "chaos.json").write_text(json.dumps([rule]), "utf-8")
    own_receiver.arguments = ["--accept-unsigned", "--chaos", str(tmp_path / "chaos.json")]
    own_receiver.start()

    with pytest.raises(error):
        deliver(station(), "b")
    assert deliver(station(), "b").number


def test_sets_without_end_are_refused(
    own_receiver: ReceiverProcess, station: Open, tmp_path: Path
) -> None:
    own_receiver.start()
    deliver(station(), "a")
    own_receiver.stop()
    own_receiver.arguments = sets_rule(tmp_path / "chaos.json", {"sets": [1, {}]})
    own_receiver.start()

    with pytest.raises(KeysRefused):
        station().renew_keys()


def _public() -> str:
    raw = Ed25519PrivateKey.from_private_bytes(b"l" * 32).public_key().public_bytes_raw()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _forged(folder: Path, kind: str) -> str:
    """The set that really follows, signed by a stranger, by nobody, or as something else."""
    from app.receiver.keyring import load_keyring

    keyring = load_keyring(folder, NOW)
    newest = keyring.sets[-1]
    claims = {"version": newest.version, "iat": newest.iat, "keys": list(newest.keys)}
    key = keyring.key if kind == "typ" else Ed25519PrivateKey.from_private_bytes(b"l" * 32)
    typ = "JWT" if kind == "typ" else KEYS_TYPE
    first = jwt.get_unverified_header(keyring.sets[0].jws)["kid"]
    headers = {"typ": typ, "kid": first}
    if kind == "none":
        return jwt.encode(claims, None, algorithm="none", headers=headers)
    return jwt.encode(claims, key, algorithm="EdDSA", headers=headers)  # type: ignore[arg-type]
