"""Tokens under random faults, and how soon the station hears of plugging; see `token_faults`."""

from __future__ import annotations

import contextlib
import hashlib
import queue
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

from app.token_host import Notice, TokenHost, TokensChanged
from signing.errors import SigningError
from signing.identities import Mechanism
from signing.keys.module_trust import AllowedModule
from signing.keys.pkcs11 import reload_module
from signing.keystore import open_key
from signing.requests import Pkcs11Source
from tests.shim.faulty_tokens import ONE, PIN, environment
from tests.shim.token_shim import WATCHED, Shim

_LONGEST_S = 20.0


@dataclass(frozen=True)
class Storm:
    """What came of many random faults in one process.

    Attributes:
        rounds: Faults.
        typed: PINs typed.
        logins: C_Login calls.
        regained: Of these, logins that were lost and got back with the held PIN.
        repeated: Logins after one that was refused, without a PIN typed in between.
        spent: Tries that a round cost although the right PIN was typed.
        unnamed: Errors that are not of `signing.errors`.
    """

    rounds: int
    typed: int
    logins: int
    regained: int
    repeated: int
    spent: int
    unnamed: int


_ANSWERS = ("0x5", "0x6", "0x30", "0x31", "0x32", "0xB3", "0xE0", "0x101", "0xA0", "0x80000001")
_ACTIONS = (*_ANSWERS, "logout", "closed", "unplug")


def storm(shim: Shim, rounds: int, seed: int) -> Storm:
    """Open a key and sign four times, with a random answer to a random call, again and again.

    Beside the answers that a token may give, wrong PINs are claimed of the right one.
    """
    dice, regained, repeated, spent, unnamed = random.Random(seed), 0, 0, 0, 0
    source = Pkcs11Source(shim.module, ONE)
    with environment(shim.environment):
        reload_module(shim.module)
        shim.reset()
        for _ in range(rounds):
            shim.plug_in()
            function, calls = dice.choice(WATCHED[1:]), dice.randint(1, 4)
            action = dice.choice(_ANSWERS if function in WATCHED[1:4] else _ACTIONS)
            again = dice.choice(("", "+"))
            shim.command(f"{function}={action}@{shim.after(function, calls)}{again}")
            before = shim.counters().logins
            try:
                with open_key(source, bytearray(PIN, "utf-8")) as key:
                    for number in range(4):
                        with contextlib.suppress(SigningError):
                            key.sign(b"%d" % number, Mechanism.RSA_PKCS1)
            except SigningError:
                pass
            except Exception:  # counted: nothing but our own errors may come out
                unnamed += 1
            more = max(0, shim.counters().logins - before - 1)
            is_refused = (function, action, calls) == ("Login", "0xA0", 1)
            regained, repeated = regained + more * (not is_refused), repeated + more * is_refused
            spent += shim.counters().wrong
    logins = shim.counters().logins
    shim.reset()
    return Storm(rounds, rounds, logins, regained, repeated, spent, unnamed)


def measure_plugging(shim: Shim, times: int) -> tuple[list[float], list[float]]:
    """Seconds from plugging in, and from pulling out, until the station is told.

    Each with a token unlocked, looking for tokens as often as a station does.
    """
    shim.reset()
    heard: queue.Queue[Notice] = queue.Queue()
    module = AllowedModule(shim.module, hashlib.sha256(shim.module.read_bytes()).hexdigest())
    plugged, pulled = [], []
    with TokenHost(module, shim.environment, notice=heard.put) as host:
        source = Pkcs11Source(shim.module, ONE)
        for number in range(times):
            host.unlock(source, bytearray(PIN, "utf-8"))
            time.sleep(1 + number * 0.3)  # at another moment between two looks
            pulled.append(_until(heard, lambda: shim.command("slot_empty=1"), are_there=False))
            plugged.append(_until(heard, shim.command, are_there=True))
    return plugged, pulled


def _until(heard: queue.Queue[Notice], act: Callable[[], None], *, are_there: bool) -> float:
    while not heard.empty():
        heard.get()
    act()
    began = time.monotonic()
    while True:
        notice = heard.get(timeout=_LONGEST_S)
        if isinstance(notice, TokensChanged) and bool(notice.states) is are_there:
            return time.monotonic() - began
