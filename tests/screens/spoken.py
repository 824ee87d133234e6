"""What a screen reader is told of the window: reads it over AT-SPI, from another process.

    dbus-run-session -- xvfb-run -a python -m tests.screens.spoken

Starts the window over synthetic persons, walks its tree as Orca does, and prints one JSON object
a line: role, name, description, states and depth.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

ROOT = "/org/a11y/atspi/accessible/root"
READER = "org.a11y.atspi.Accessible"
REGISTRY = "org.a11y.atspi.Registry"
STATES = {7: "editable", 8: "enabled", 11: "focusable", 12: "focused", 25: "showing"}
"""Bits of the state set that are asked for here. Source: AT-SPI 2, enum AtspiStateType."""
MOST, DEEPEST = 4000, 40
START_S = 90.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing as a screen reader meets it."""

    role: str
    name: str
    description: str
    states: tuple[str, ...]
    depth: int


def main() -> int:
    """Start the window, read all of it, print it; gives the exit code."""
    environment = {
        **os.environ,
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_QPA_PLATFORM": "xcb",
    }
    command = [sys.executable, "-m", "tests.screens.standing"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        try:
            if "ready" not in window.stdout.readline():
                return 1
            for spoken in read_aloud():
                print(json.dumps(asdict(spoken), ensure_ascii=False))
        finally:
            window.terminate()
    return 0


def read_aloud() -> Iterator[Spoken]:
    """Everything that is on show, from the window down."""
    with open_dbus_connection(_bus_address()) as bus:
        application = _wait_for_window(bus)
        left = [(application, 0)]
        for _ in range(MOST):
            if not left:
                return
            (sender, path), depth = left.pop()
            states = _states(bus, sender, path)
            if depth > 1 and "showing" not in states:
                continue
            yield Spoken(
                str(_call(bus, sender, path, "GetRoleName")[0]),
                str(_property(bus, sender, path, "Name")),
                str(_property(bus, sender, path, "Description")),
                states,
                depth,
            )
            children = _call(bus, sender, path, "GetChildren")[0] if depth < DEEPEST else []
            left += [(child, depth + 1) for child in reversed(children)]


def _bus_address() -> str:
    with open_dbus_connection("SESSION") as session:
        where = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
        reply = session.send_and_get_reply(new_method_call(where, "GetAddress"))
        return str(reply.body[0])


def _wait_for_window(bus: DBusConnection) -> tuple[str, str]:
    """The window's program, once it has told the registry of itself."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        applications = _call(bus, REGISTRY, ROOT, "GetChildren")[0]
        if applications:
            sender, path = applications[0]
            return sender, path
        time.sleep(0.1)
    raise TimeoutError("the window is not on the bus of screen readers")


def _states(bus: DBusConnection, sender: str, path: str) -> tuple[str, ...]:
    low = _call(bus, sender, path, "GetState")[0][0]
    return tuple(name for bit, name in STATES.items() if low >> bit & 1)


def _call(bus: DBusConnection, sender: str, path: str, method: str) -> Any:  # D-Bus values
    address = DBusAddress(path, sender, READER)
    return _body(bus, new_method_call(address, method))


def _property(bus: DBusConnection, sender: str, path: str, name: str) -> Any:  # D-Bus value
    address = DBusAddress(path, sender, READER)
    return _body(bus, Properties(address).get(name))[0][1]


def _body(bus: DBusConnection, message: Any) -> Any:  # jeepney's own types
    reply = bus.send_and_get_reply(message)
    if reply.header.message_type is MessageType.error:
        raise OSError(reply.header.fields.get(HeaderFields.error_name), reply.body)
    return reply.body


if __name__ == "__main__":
    sys.exit(main())
