"""The process that talks to cameras: `python -m app.scanning.camera_worker`.

A camera needs a moment until light and focus are right: pictures are thrown away until two that
follow each other are about equally bright, then the sharpest of a few is kept. See
`app.scanning.driver_session` for the life of the process.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from itertools import islice

from app.memory_bound import bound_memory
from app.scanning.base import ColourMode, ScannerOffline
from app.scanning.camera_base import CameraLayer, Frame
from app.scanning.camera_system import SystemCameras
from app.scanning.driver_errors import ScannerMisbehaves, ScanUnsupported
from app.scanning.driver_session import (
    DriverSession,
    end_at_once,
    private_stdout,
    reported,
    serve_once,
)
from app.scanning.wire import Message, Outlet

_MEMORY_MB = 2000
_MOST_WARM_UP = 40
_LEAST_WARM_UP = 4
_STEADY = 2.0
"""Grey levels by which pictures may differ in brightness when the light is found."""
_CANDIDATES = 3
_MOST_PIXELS = 100_000_000
_PREVIEW_PX = 640
_SHARPNESS_PX = 1200


def main(layer: CameraLayer | None = None) -> int:
    """Serve one request; returns the exit status of the process."""
    bound_memory(_MEMORY_MB)
    session = DriverSession(Outlet(private_stdout()))
    cameras = layer or SystemCameras()
    return serve_once(session, lambda request: _serve(session, cameras, request))


def _serve(session: DriverSession, cameras: CameraLayer, request: Message) -> None:
    session.watch.touch()
    with reported(session):
        match request.kind:
            case "devices":
                rows = [{"name": each.name, "label": each.label} for each in cameras.found()]
                session.say("devices", devices=rows)
            case "scan":
                _scan(session, cameras, request)
            case _:
                raise ScanUnsupported(f"request {request.kind}")


def _scan(session: DriverSession, cameras: CameraLayer, request: Message) -> None:
    with cameras.open(request.text("device")) as camera:
        frame = _best(session, _heard(session, camera.frames()))
    read_at = time.monotonic()
    with session.watch.away():
        data, preview = _packed(frame, ColourMode(request.text("colour")))
    session.say(
        "page",
        data + preview,
        seq=1,
        dpi=0,
        media="image/png",
        preview=len(preview),
        sha256=hashlib.sha256(data).hexdigest(),
        read_at=read_at,
    )


def _heard(session: DriverSession, frames: Iterator[Frame]) -> Iterator[Frame]:
    """Pictures that are pictures, until the parent does not want to go on.

    Raises:
        ScanCancelled: The parent asked to stop.
        ScannerMisbehaves: Something else came.
    """
    for frame in frames:
        session.watch.touch()
        session.check()
        if frame is None or frame.ndim != 3 or frame.shape[2] != 3 or not frame.size:
            raise ScannerMisbehaves("no picture")
        if frame.shape[0] * frame.shape[1] > _MOST_PIXELS:
            raise ScannerMisbehaves("picture too large")
        yield frame


def _best(session: DriverSession, frames: Iterator[Frame]) -> Frame:
    """The sharpest of a few pictures after the light was found.

    Raises:
        ScannerOffline: The camera stopped giving pictures.
    """
    before: float | None = None
    for number, frame in enumerate(islice(frames, _MOST_WARM_UP), start=1):
        light = float(frame[::16, ::16].mean())
        is_steady = before is not None and abs(light - before) < _STEADY
        if number >= _LEAST_WARM_UP and is_steady:
            break
        before = light
    best = max(islice(frames, _CANDIDATES), key=_sharpness, default=None)
    if best is None:
        raise ScannerOffline("no picture came")
    session.check()
    return best


def _sharpness(frame: Frame) -> float:
    """How fast brightness changes; only compared between pictures of the same thing."""
    import cv2

    step = max(1, max(frame.shape[:2]) // _SHARPNESS_PX)
    grey = cv2.cvtColor(frame[::step, ::step], cv2.COLOR_BGR2GRAY)
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())


def _packed(frame: Frame, colour: ColourMode) -> tuple[bytes, bytes]:
    """PNG without loss, and a small JPEG to be shown at once."""
    import cv2

    picture = frame if colour is ColourMode.COLOUR else cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, _PREVIEW_PX / max(frame.shape[:2]))
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    made, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    shown, preview = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])
    if not (made and shown):
        raise ScannerMisbehaves("picture cannot be packed")
    return data.tobytes(), preview.tobytes()


if __name__ == "__main__":
    end_at_once(main)
