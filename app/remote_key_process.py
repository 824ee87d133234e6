"""Body of the process that holds a key at a service: one account, one PIN, the connection.

Started by `app.remote_keys` as `python -m app.remote_key_process IDLE_S POLL_S`. PIN, password and
one-time code come over the inherited pipe into buffers that are wiped; passwords that are set up
are read from their files here and nowhere else. What a connection copies of them ends with the
process, which leaves as soon as it has nothing open any more.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import FileIO

from app.held_key import HeldKey
from app.remote_wire import Errand, errand_of, items_of, outcomes_frame
from app.settings import SettingsInvalid
from app.token_process import Command, Mouth, harden, serve, take_pipes
from app.token_wire import Frame, WireBroken, send, unlocked_frame
from signing.errors import BadKeySource, RemoteCancelled, RemoteCredentials
from signing.keys.csc import check_csc
from signing.keys.held_pin import HeldPin
from signing.keys.remote import RemoteKey, RemoteRules, RemoteSecrets
from signing.keys.tickets import Ticket
from signing.keystore import open_remote
from signing.requests import CscSource, KeySource, SmartCaSource

_REQUEST_NAME_BYTES = 16


class RemoteDesk:
    """Does the commands; see `app.token_process.TokenDesk`.

    Args:
        idle_s: Seconds without a command after which the key is forgotten.
        clock: Seconds of a clock that is never set back.
        leave: Ends the process.
        ask_back: Asks the station in the middle of a command and gives its answer.
    """

    def __init__(
        self,
        idle_s: float,
        clock: Callable[[], float],
        leave: Callable[[], None],
        ask_back: Callable[[Frame], Frame],
    ) -> None:
        self._held: HeldKey[RemoteKey] = HeldKey(idle_s, clock, leave, lambda key: key.close())
        self._ask_back = ask_back
        self._number: object = None

    def answer(self, command: Command) -> Frame:
        """Do one command.

        Raises:
            SigningError: One of its subclasses says why not.
            WireBroken: The request is no request.
        """
        frame, pin = command.frame, command.pin or HeldPin()
        self._number = frame.get("id")
        try:
            match frame.get("do"):
                case "check":
                    return self._check(errand_of(frame))
                case "unlock":
                    return self._unlock(errand_of(frame), pin)
                case "begin":
                    return self._begin(frame)
                case "poll":
                    ticket = Ticket.from_json(str(frame.get("ticket")))
                    return {"outcomes": outcomes_frame(self._held.opened.poll(ticket))}
                case "send_code":
                    self._held.opened.send_code()
                case "give_code":
                    self._held.opened.give_code(_taken(pin))
                case "lock":
                    self.lock()
                case other:
                    raise WireBroken(f"unknown command {other!r}")
            return {}
        except SettingsInvalid as error:  # the station has its own words for them
            return {"settings": error.detail}
        finally:
            pin.wipe()
            self._held.note_use()

    def lock(self) -> None:
        """Forget the key; the process leaves at the next look."""
        self._held.forget()

    def look(self) -> list[Frame]:
        """Forget a key that nobody used for long; leave when it is forgotten."""
        return self._held.look()

    def _check(self, errand: Errand) -> Frame:
        """See whether a key could be opened, without sending a secret."""
        errand.account.secrets().wipe()
        source, rules = _source(errand), _rules(errand)
        if isinstance(source, CscSource):
            check_csc(source, rules)
        return {}

    def _unlock(self, errand: Errand, pin: HeldPin) -> Frame:
        """Sign in and read the certificate; nobody is asked to confirm anything yet."""
        source, rules = _source(errand), _rules(errand)
        key = open_remote(source, _secrets(source, errand, pin), rules)
        self._held.take(key)
        return {
            **unlocked_frame(key.certificate, key.chain, key.mechanisms),
            "most_items": key.most_items,
            "wants_code": key.wants_code,
        }

    def _begin(self, frame: Frame) -> Frame:
        ticket = self._held.opened.begin(items_of(frame.get("items")), self._keep)
        return {"ticket": ticket.to_json()}

    def _keep(self, ticket: Ticket) -> None:
        """Have the station keep a ticket.

        Raises:
            RemoteCancelled: It could not; then nothing is sent.
        """
        question = {"id": self._number, "asks": {"ticket": ticket.to_json()}}
        if self._ask_back(question).get("do") != "kept":
            raise RemoteCancelled("the ticket was not kept")


def _source(errand: Errand) -> CscSource | SmartCaSource:
    """The key; where its source does not name the signer, the account does."""
    source = KeySource.parse(errand.source)
    match source:
        case SmartCaSource(user=""):
            user = errand.account.signer()
            if not user:
                raise RemoteCredentials("nobody is named as the signer")
            return replace(source, user=user)
        case CscSource() | SmartCaSource():
            return source
        case _:
            raise BadKeySource("this key is at no service")


def _rules(errand: Errand) -> RemoteRules:
    way = errand.way
    return RemoteRules(
        now=lambda: datetime.now(UTC),
        new_id=lambda: secrets.token_hex(_REQUEST_NAME_BYTES),
        timeout_s=way.timeout_s,
        confirm_within=way.confirm_within,
        poll_every_s=way.poll_every_s,
        most_items=way.most_items,
        reach=way.reach,
        tls_roots=errand.account.tls_roots(),
    )


def _secrets(source: CscSource | SmartCaSource, errand: Errand, pin: HeldPin) -> RemoteSecrets:
    """What is set up, with what was typed in its place."""
    found = errand.account.secrets()
    if isinstance(source, CscSource):
        typed = _taken(pin)
        (found.pin if errand.account.is_whole else found.password).extend(typed)
        typed[:] = bytes(len(typed))
    return found


def _taken(pin: HeldPin) -> bytearray:
    """Move a secret out of its buffer."""
    content = bytearray(len(pin))
    room = (ctypes.c_ubyte * len(pin)).from_buffer(content)
    ctypes.memmove(room, pin.address, len(pin))
    pin.wipe()
    return content


def asking(mouth: Mouth, out: FileIO) -> Callable[[Frame], Frame]:
    """Asks the station in the middle of a command; its next frame is the answer.

    Args:
        mouth: Where frames come from.
        out: Where they go.
    """

    def ask_back(question: Frame) -> Frame:
        send(out, question)
        return mouth.heard.get().frame

    return ask_back


def main(arguments: list[str]) -> None:
    """Serve until the pipe closes or the key is forgotten."""
    harden()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    idle_s, poll_s = map(float, arguments)
    into, out = take_pipes()
    mouth = Mouth(into)
    desk = RemoteDesk(idle_s, time.monotonic, lambda: os._exit(0), asking(mouth, out))
    serve(desk, mouth, out, poll_s)


if __name__ == "__main__":
    main(sys.argv[1:])
