"""`sohoa` for the blocks of documents: one process has the program loaded, calls are forks of it.

Loading the program takes longer than most commands; some forty are run. A call gives its own
folder, environment, standard input and outputs along, and gets the exit code back.

    python -m tests.documents.command_host SOCKET
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
from pathlib import Path

LOADED = (
    "app.bootstrap",
    "app.bootstrap.wiring",
    "app.cli",
    "app.commands",
    "app.store.opening",
    "app.services.salvage",
    "app.services.recovery_files",
)
"""What most commands need; loading it starts nothing."""

CLIENT = """#!{python} -SE
import json, os, socket, sys
link = socket.socket(socket.AF_UNIX)
link.connect({door!r})
call = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(link, [call], [0, 1, 2])
sys.exit(int(link.recv(16) or b"1"))
"""
_MOST_BYTES = 1 << 18


def client(door: Path) -> str:
    """The text of a program that hands its call to the host."""
    return CLIENT.format(python=sys.executable, door=str(door))


def serve(door: Path) -> None:
    """Answer calls, one after another, until the process is ended; "ready" is told first."""
    for name in LOADED:
        importlib.import_module(name)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(door))
        listening.listen()
        print("ready", flush=True)
        while True:
            link, _ = listening.accept()
            with link:
                call, descriptors, _, _ = socket.recv_fds(link, _MOST_BYTES, 3)
                child = os.fork()
                if child == 0:
                    listening.close()
                    link.close()
                    _become(call, descriptors)
                for descriptor in descriptors:
                    os.close(descriptor)
                _, status = os.waitpid(child, 0)
                link.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _become(call: bytes, descriptors: list[int]) -> None:
    from app.bootstrap import main

    arguments, folder, environment = json.loads(call)
    for target, descriptor in enumerate(descriptors):
        os.dup2(descriptor, target)
        os.close(descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    sys.exit(main(arguments))


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
