"""Secrets of a key at a service after they were typed; a part of `benchmarks.pin_search`.

The service speaks CSC on a loopback port of the searching process. Looked for are the PIN and the
one-time code that are typed, and the account's password that the key's process reads from its
file; or the account's password where it is typed.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.pin_search import (
    Row,
    Window,
    both,
    count_in_processes,
    idle_s_of,
    left,
    life,
    needles_of,
    opened_window,
    wait_until_forgotten,
)
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.fakes.signing_services import CscAccount, CscService


def search_remote(*, field: bool = False, leak: bool = False) -> list[Row]:
    """Type PINs and one-time codes and look for them; see `pin_search.search`."""
    pin, wrong, code, password = _secrets(4)
    with _service(CscAccount, pin=pin, code=code, password=password) as (service, key, station):
        (station / "accounts" / "password").write_text(password, "utf-8")
        with opened_window(station, key, field=field, leak=leak) as window:
            rows = list(_steps(window, service, wrong, idle_s_of(field=field)))
        typed = needles_of(pin) + needles_of(wrong) + needles_of(code)
        (station / "accounts" / "password").unlink()  # meant to be there
        return rows + left(station, typed + needles_of(password))


def search_login(*, field: bool = False, leak: bool = False) -> list[Row]:
    """Type the account's password where none is set up, and look for it."""
    password, wrong = _secrets(2)
    with _service(CscAccount, pin="", mode="implicit", password=password) as (_, key, station):
        file = station / "accounts" / "services.json"
        entries = json.loads(file.read_text("utf-8"))
        del entries["services"][0]["password_file"]
        file.write_text(json.dumps(entries), "utf-8")
        with opened_window(station, key, field=field, leak=leak) as window:
            secrets_ = (password, wrong)
            rows = list(life(window, secrets_, "remote.credentials", idle_s_of(field=field)))
        return rows + left(station, needles_of(password) + needles_of(wrong))


def _secrets(count: int) -> list[str]:
    return [f"Aa9-ế{secrets.token_hex(8)}" for _ in range(count)]


@contextmanager
def _service(
    account: type[CscAccount], **known: Any
) -> Iterator[tuple[CscService, dict[str, Any], Path]]:
    """A service, how its key is ordered, and a folder for the station."""
    with tempfile.TemporaryDirectory() as made, tempfile.TemporaryDirectory() as station:
        authority = TrialAuthority.create(
            Path(made), datetime.now(UTC), base_url="http://127.0.0.1:9", password=_secrets(1)[0]
        )
        with CscService(account(authority.issue(OfficerProfile()), **known)) as service:
            folder = Path(station) / "accounts"
            folder.mkdir()
            entry = {
                "url": service.url,
                "account": service.account.user,
                "password_file": str(folder / "password"),
            }
            accounts = folder / "services.json"
            accounts.write_text(json.dumps({"services": [entry]}), "utf-8")
            key = {
                "file": "",
                "service": f"csc:{service.url}#CRED-1",
                "accounts": str(accounts),
                "environment": dict(os.environ),
            }
            yield service, key, Path(station)


def _steps(window: Window, service: CscService, wrong: str, idle_s: float) -> Iterator[Row]:
    """Go through the life of a PIN and a code and look after each step."""
    account = service.account
    needles = needles_of(account.pin) + needles_of(account.code) + needles_of(account.password)
    assert window.order("unlock", wrong.encode()) == "done"
    assert window.order("code", account.code.encode()) == "done"
    assert window.order("sign") == "remote.credentials"
    yield from both(window, "wrong one refused", needles_of(wrong) + needles, may_hold=True)
    assert window.order("unlock", account.pin.encode()) == "done"
    yield from both(window, "unlocked", needles, may_hold=True)
    assert window.order("code", account.code.encode()) == "done"
    assert window.order("sign") == "done"
    yield from both(window, "signed", needles, may_hold=True)
    for kind in ("cmdline", "environ"):
        yield Row("signed", f"{kind} of all processes", count_in_processes(kind, needles))
    assert window.order("lock") == "done"
    yield from both(window, "locked", needles)
    assert window.order("unlock", account.pin.encode()) == "done"
    wait_until_forgotten(window, idle_s)
    yield from both(window, "idle", needles)
    assert window.order("unlock", account.pin.encode()) == "done"
    os.kill(window.child, signal.SIGSEGV)
    assert window.order("sign") in {"remote.interrupted", "key.pin_needed"}
    yield from both(window, "the key's process crashed", needles)
