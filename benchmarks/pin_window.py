"""Plays the window for `benchmarks.pin_search`: takes a PIN as typed and uses a token with it.

Reads orders from its standard input, one line each, and says a word when each is done. Behind
`unlock N` come the N bytes of a PIN. They are read straight into the bytearray that the host wipes,
or typed, letter by letter, into the window's password field and taken from there.
"""

from __future__ import annotations

import codecs
import json
import logging
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from io import FileIO
from pathlib import Path
from typing import Any

from app.errors import LibraryError
from app.key_files import FileKeys
from app.remote_keys import RemoteKeys
from app.remote_wire import ServiceWay
from app.service_accounts import read_accounts
from app.token_host import HostPatience, TokenHost
from signing.errors import SigningError
from signing.identities import Mechanism
from signing.keys.module_trust import AllowedModule
from signing.keys.tickets import HashItem, Ticket
from signing.requests import Pkcs11Source

SIGNATURES = 5
Typist = Callable[[FileIO, int], bytearray]


def play(folder: Path, order: dict[str, Any]) -> None:
    """Obey until the pipe closes.

    Args:
        folder: For the log and the database.
        order: Module, its digest, token, environment of the token's process, idle seconds,
            whether to type into the field, and whether to leak on purpose.
    """
    type_in = field_typist() if order["field"] else _read_in
    logging.basicConfig(filename=folder / "station.log", level=logging.DEBUG)
    database = sqlite3.connect(folder / "station.db")
    database.execute("CREATE TABLE signed (value BLOB)")
    if order["file"] or order.get("service"):
        play_with_host(order, type_in, database)
        return
    host = TokenHost(
        AllowedModule(Path(order["module"]), order["sha256"]),
        order["environment"],
        notice=lambda notice: logging.info("notice %s", notice),
        patience=HostPatience(idle_s=order["idle_s"], poll_s=0.2),
    )
    source = Pkcs11Source(Path(order["module"]), order["token"])
    kept: list[str] = []
    with host, FileIO(0, "rb", closefd=False) as keys:
        while line := _line(keys):
            word, _, number = line.partition(" ")
            pin = type_in(keys, int(number)) if number else bytearray()
            outcome = _obey(host, source, word, pin, kept)
            if not order["leak"]:
                kept.clear()
            database.execute("INSERT INTO signed VALUES (?)", (outcome,))
            database.commit()
            child = host._child  # the searcher wants to look into it
            logging.info("did %s", word)
            answer = {"outcome": outcome, "child": child.process.pid if child else 0}
            os.write(1, json.dumps(answer).encode() + b"\n")


def play_with_host(order: dict[str, Any], type_in: Typist, database: sqlite3.Connection) -> None:
    """The same with a key file or a key at a service, by the way that the station goes."""
    source, keys, kept = order.get("service") or f"p12:{order['file']}", _host(order), list[str]()
    with closing(keys), FileIO(0, "rb", closefd=False) as pipe:
        while line := _line(pipe):
            word, _, number = line.partition(" ")
            pin = type_in(pipe, int(number)) if number else bytearray()
            _leak(pin, kept)
            outcome = _obey_host(keys, source, word, pin, database)
            if not order["leak"]:
                kept.clear()
            database.execute("INSERT INTO signed VALUES (?)", (outcome,))
            database.commit()
            children = [host._child for host in keys._hosts.values()]
            alive = [one.process.pid for one in children if one and one.process.poll() is None]
            logging.info("did %s", word)
            answer = {"outcome": outcome, "child": alive[0] if alive else 0}
            os.write(1, json.dumps(answer).encode() + b"\n")


def _host(order: dict[str, Any]) -> FileKeys | RemoteKeys:
    """Where the key is, as the station puts it together."""
    patience = HostPatience(idle_s=order["idle_s"], poll_s=0.2)
    if order["file"]:
        return FileKeys(order["environment"], patience)
    accounts, way = read_accounts(order["accounts"]), ServiceWay(timeout_s=5.0)
    return RemoteKeys(accounts, way, order["environment"], patience)


def _obey_host(
    keys: FileKeys | RemoteKeys,
    source: str,
    word: str,
    pin: bytearray,
    database: sqlite3.Connection,
) -> str:
    try:
        if word == "unlock":
            keys.unlock(source, pin)
        elif word == "code" and isinstance(keys, RemoteKeys):
            keys.give_code(source, pin)
        elif word == "sign" and isinstance(keys, RemoteKeys):
            _sign_far(keys, source, database)
        elif word == "sign":
            for count in range(SIGNATURES):
                keys.sign(source, b"%d" % count, Mechanism.RSA_PKCS1)
        elif word == "lock":
            keys.lock()
    except LibraryError as error:
        logging.warning("refused: %s %s", error.code, error.detail)
        return error.code
    return "done"


def _sign_far(keys: RemoteKeys, source: str, database: sqlite3.Connection) -> None:
    """One request for several values; its ticket is kept as the station keeps it."""

    def keep(ticket: Ticket) -> None:
        database.execute("INSERT INTO signed VALUES (?)", (ticket.to_json(),))

    items = [HashItem.of(str(n), b"%d" % n, Mechanism.RSA_PKCS1) for n in range(SIGNATURES)]
    for outcome in keys.poll(source, keys.begin(source, items, keep)):
        if isinstance(outcome, LibraryError):
            raise outcome


def _read_in(keys: FileIO, number: int) -> bytearray:
    """Take a PIN without any field."""
    pin = bytearray(number)
    with memoryview(pin) as room:
        done = 0
        while done < number:
            done += keys.readinto(room[done:])
    return pin


def field_typist() -> Typist:
    """Open the window's password field; gives what presses its keys and takes the PIN from it."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    from app.ui.secret_field import SecretField

    application = QApplication([])
    field = SecretField()
    field.show()

    def type_in(keys: FileIO, number: int) -> bytearray:
        decoder = codecs.getincrementaldecoder("utf-8")()
        for _ in range(number):
            letter = decoder.decode(keys.read(1) or b"")
            if letter:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(field, key)
        pin = field.take()
        application.processEvents()
        return pin

    return type_in


def _obey(host: TokenHost, source: Pkcs11Source, word: str, pin: bytearray, kept: list[str]) -> str:
    try:
        if word == "unlock":
            _leak(pin, kept)
            host.unlock(source, pin)
        elif word == "sign":
            for count in range(SIGNATURES):
                host.sign(b"%d" % count, Mechanism.RSA_PKCS1)
        elif word == "lock":
            host.lock()
        elif word == "look":
            host.devices()
    except SigningError as error:
        logging.warning("refused: %s", error.code)
        return error.code
    return "done"


def _leak(pin: bytearray, kept: list[str]) -> None:
    """What a careless window would do; `play` forgets it at once unless it is asked to leak."""
    if "--leak" in sys.argv:
        with suppress(UnicodeDecodeError):
            kept.append(pin.decode("utf-8"))


def _line(keys: FileIO) -> str:
    """Read one line byte by byte, for the PIN comes right behind it."""
    line = b""
    while (letter := keys.read(1)) not in (b"", b"\n"):
        line += letter or b""
    return line.decode("ascii")


if __name__ == "__main__":
    play(Path(sys.argv[1]), json.loads((Path(sys.argv[1]) / "order.json").read_text("utf-8")))
