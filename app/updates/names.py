"""Names of files in an update: only such as lead nowhere else on any system."""

from __future__ import annotations

import re
import unicodedata

from app.updates.base import UpdateUnreadable

LONGEST = 400
_PART = re.compile(r"[^\x00-\x1f\x7f<>:\"/\\|?*]{1,200}")
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.I)


def checked_path(value: object) -> str:
    """A path below the folder of the program, with `/` between its parts.

    Raises:
        UpdateUnreadable: It is none: it leads elsewhere, or some system would take it otherwise.
    """
    if not isinstance(value, str) or not value or len(value) > LONGEST:
        raise UpdateUnreadable("no name of a file")
    if unicodedata.normalize("NFC", value) != value:
        raise UpdateUnreadable("a name that is not NFC")
    for part in value.split("/"):
        is_bad = not _PART.fullmatch(part) or part[-1] in ". " or part[0] == " "
        if is_bad or _OF_WINDOWS.fullmatch(part) or not part.isprintable():
            raise UpdateUnreadable("a name that leads elsewhere")
    return value


def one_name(path: str) -> str:
    """What systems that do not tell capitals apart take a path for."""
    return path.casefold()


def checked_target(link: str, target: object) -> str:
    """Where a link leads, as a path below the folder of the program.

    Raises:
        UpdateUnreadable: It leads out of it.
    """
    if not isinstance(target, str) or target.startswith("/") or len(target) > LONGEST:
        raise UpdateUnreadable("a link that leads elsewhere")
    place = link.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            if not place:
                raise UpdateUnreadable("a link that leads out of the folder")
            place.pop()
        elif part not in {"", "."}:
            place.append(part)
    return checked_path("/".join(place))
