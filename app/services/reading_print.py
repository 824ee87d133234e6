"""What decides how a page is read on a machine, as one digest: equal digests, equal bytes."""

from __future__ import annotations

import hashlib
import json
import sys
from importlib import metadata
from pathlib import Path

_PARTS = (
    "numpy",
    "opencv-python-headless",
    "pikepdf",
    "pillow",
    "pypdfium2",
    "rapidfuzz",
    "tesserocr",
    "zxing-cpp",
)
_MODEL = ".traineddata"


def reading_print(tessdata_dir: str, languages: str) -> str:
    """Digest of engine, models, libraries and the steps of reading on this machine.

    Two machines with the same one read a page into the same bytes. Runs on: the cpu lane.

    Raises:
        LibraryError: A model is not installed.
    """
    from app.services.workers import check_models
    from ocr.recognition.recognise import engine_report

    check_models(tessdata_dir, languages)
    report = engine_report(Path(tessdata_dir) if tessdata_dir else None, languages)
    folder = Path(report.tessdata)
    models = {name: _digest(folder / f"{name}{_MODEL}") for name in sorted(report.used)}
    told = {
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "engine": report.library or report.command,
        "models": models,
        "parts": {name: _version(name) for name in _PARTS},
        "steps": _steps(),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode("utf-8")).hexdigest()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _steps() -> str:
    """Digest of the reading library itself; of its version where it comes without sources."""
    import ocr

    root = Path(ocr.__file__).parent
    digest = hashlib.sha256(_version("tram-so-hoa").encode("utf-8"))
    for source in sorted(root.rglob("*.py")):
        digest.update(source.relative_to(root).as_posix().encode("utf-8"))
        digest.update(source.read_bytes())
    return digest.hexdigest()
