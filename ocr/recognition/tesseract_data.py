"""Where Tesseract and its language models are on this machine."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from ocr.errors import EngineMissing, LanguageMissing, OtherLanguageMissing

LANGUAGE = "vie"
SEPARATOR = "+"
"""Between names of models."""
BLOCK_SEGMENTATION = 6
"""Page segmentation mode for a crop that is one block of lines."""
WHITELIST_SETTING = "tessedit_char_whitelist"
OWN_FOLDER = "tessdata"
"""Name of the folder of models inside a packaged program."""
_QUERY_TIMEOUT_S = 20
_MODEL = re.compile(r"[A-Za-z]\w*(?:/[A-Za-z]\w*)?", re.ASCII)
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


def other_languages(setting: str) -> tuple[str, ...]:
    """Models besides the Vietnamese one, in the order of the setting.

    Args:
        setting: Names of models joined by "+", such as "vie+eng"; Vietnamese is always in.

    Raises:
        OtherLanguageMissing: A name that no model can have.
    """
    names = dict.fromkeys(name.strip() for name in setting.split(SEPARATOR))
    names.pop(LANGUAGE, None)
    names.pop("", None)
    wrong = [name for name in names if not _MODEL.fullmatch(name)]
    if wrong:
        raise OtherLanguageMissing(f"no name of a model: {wrong[0]!r}")
    return tuple(names)


def find_tessdata(preferred: Path | None = None, others: tuple[str, ...] = ()) -> Path:
    """Folder that holds the Vietnamese model and all others that are asked for.

    Args:
        preferred: Folder named by the caller; then no other is tried.
        others: Models besides the Vietnamese one.

    Raises:
        LanguageMissing: No folder with the Vietnamese model.
        OtherLanguageMissing: There is one, and none that holds the others as well.
    """
    candidates = [preferred] if preferred is not None else _candidates()
    usable = [folder for folder in candidates if _holds(folder, LANGUAGE)]
    if not usable:
        raise LanguageMissing(f"{LANGUAGE}.traineddata not in: {', '.join(map(str, candidates))}")
    for folder in usable:
        if not missing_models(folder, others):
            return folder
    missing = ", ".join(missing_models(usable[0], others))
    installed = ", ".join(installed_languages(usable[0]))
    raise OtherLanguageMissing(f"{missing} not in {usable[0]}, which has {installed}")


def missing_models(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    """Those of `names` whose model is not in `folder`."""
    return tuple(name for name in names if not _holds(folder, name))


def _holds(folder: Path, name: str) -> bool:
    return (folder / f"{name}.traineddata").is_file()


def _candidates() -> list[Path]:
    """Where models may be: those that a packaged program brings go before those of the machine."""
    own = _own_folder()
    told = _folder_told_by_command()
    found = [folder for folder in (own, told) if folder is not None]
    return found + [Path(name) for name in _USUAL_FOLDERS]


def _own_folder() -> Path | None:
    """Models inside a packaged program, None when this runs from sources.

    Source: PyInstaller manual, "Run-time Information": `sys._MEIPASS` is the folder of the parts.
    """
    parts = getattr(sys, "_MEIPASS", None)
    return Path(parts) / OWN_FOLDER if parts is not None else None


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
    """Names of the models in `folder`, those of scripts with their folder."""
    found = (*folder.glob("*.traineddata"), *folder.glob("script/*.traineddata"))
    return tuple(sorted(path.relative_to(folder).with_suffix("").as_posix() for path in found))
