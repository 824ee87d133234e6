"""Where Tesseract and its language models are on this machine."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ocr.errors import EngineMissing, LanguageMissing

LANGUAGE = "vie"
BLOCK_SEGMENTATION = 6
"""Page segmentation mode for a crop that is one block of lines."""
WHITELIST_SETTING = "tessedit_char_whitelist"
_QUERY_TIMEOUT_S = 20
_USUAL_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)


def find_command() -> Path:
    """Path of the `tesseract` program.

    Raises:
        EngineMissing: It is not installed.
    """
    found = shutil.which("tesseract")
    usual = Path("C:/Program Files/Tesseract-OCR/tesseract.exe")
    if found is None and sys.platform == "win32" and usual.is_file():
        return usual
    if found is None:
        raise EngineMissing("no tesseract program on the PATH")
    return Path(found)


def find_tessdata(preferred: Path | None = None) -> Path:
    """Folder that holds the Vietnamese model.

    Args:
        preferred: Folder named by the caller; then no other is tried.

    Raises:
        LanguageMissing: No folder with the model.
    """
    candidates = [preferred] if preferred is not None else _candidates()
    for folder in candidates:
        if (folder / f"{LANGUAGE}.traineddata").is_file():
            return folder
    raise LanguageMissing(f"{LANGUAGE}.traineddata not in: {', '.join(map(str, candidates))}")


def _candidates() -> list[Path]:
    told = _folder_told_by_command()
    return ([told] if told is not None else []) + [Path(name) for name in _USUAL_FOLDERS]


def _folder_told_by_command() -> Path | None:
    try:
        answer = ask(find_command(), "--list-langs")
    except EngineMissing:
        return None
    named = re.search(r'"([^"]+)"', answer)
    return Path(named[1]) if named else None


@functools.cache
def ask(command: Path, question: str) -> str:
    """Output of `tesseract --version` or `--list-langs`, asked once per process.

    Raises:
        EngineMissing: The program does not run.
    """
    try:
        done = subprocess.run(
            [str(command), question],
            capture_output=True,
            timeout=_QUERY_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EngineMissing(f"tesseract {question}: {type(error).__name__}") from error
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def command_version(command: Path) -> str:
    """Version number of the program, "unknown" when it does not say."""
    named = re.search(r"tesseract v?(\d+(?:\.\d+)*)", ask(command, "--version"))
    return named[1] if named else "unknown"


def installed_languages(folder: Path) -> tuple[str, ...]:
    """Names of the models in `folder`."""
    return tuple(sorted(path.stem for path in folder.glob("*.traineddata")))
