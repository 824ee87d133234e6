"""Pictures are read beside the window's thread, which must never wait for ever for one of them."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QObject, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.ui.picture_reader import NO_FORMAT, format_of, with_reader

BOUND_S = 60
ROUNDS, SENDERS = 40, 150


class Sender(QObject):
    """Something with connections to take away."""

    said = Signal()


def picture(kind: str) -> bytes:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "PBM", "PGM", "PPM"])
def test_picture_of_a_kind_we_keep_is_read(officer_app: QApplication, kind: str) -> None:
    assert officer_app

    image = with_reader(picture(kind), lambda reader: reader.read())

    assert (image.width(), image.height()) == (40, 30)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_of_ours_is_offered_to_no_plugin(
    officer_app: QApplication, data: bytes
) -> None:
    assert officer_app

    assert format_of(data) == NO_FORMAT
    assert with_reader(data, lambda reader: reader.read()).isNull()


def connect_and_forget() -> None:
    """Take connections away in this thread while two others look at the size of a picture."""
    data, done = picture("PNG"), threading.Event()

    def look() -> None:
        while not done.is_set():
            with_reader(data, lambda reader: reader.size())

    beside = [threading.Thread(target=look) for _ in range(2)]
    sys.setswitchinterval(1e-5)
    for thread in beside:
        thread.start()
    for _ in range(ROUNDS):
        for sender in [Sender() for _ in range(SENDERS)]:
            receiver = type("Receiver", (), {"hear": lambda self: None})()
            sender.said.connect(receiver.hear)
            del receiver  # its connection goes with it
    done.set()
    for thread in beside:
        thread.join()


def test_reading_beside_a_thread_that_takes_connections_away_ends() -> None:
    command = [sys.executable, __file__]

    done = subprocess.run(command, capture_output=True, text=True, timeout=BOUND_S, check=False)

    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr


if __name__ == "__main__":
    application = QApplication(["test", "-platform", "offscreen"])
    connect_and_forget()
    sys.stdout.write("ended\n")
