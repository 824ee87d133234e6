"""Values out of closed lists: ethnic groups, nationalities, relations, choices.

A value takes the spelling of the list where its letters are those of one entry only. Anything
else stays as read, with the nearest entries as alternatives.
"""

from __future__ import annotations

import re

from ocr.folding import fold, same_reading
from ocr.understanding.checked import Checked, ReferenceLists, doubted, strip_leaders
from ocr.understanding.nearest import neighbours

_SEXES = ("Nam", "Nữ")
_NUMBERED = re.compile(r"^\(?\d{1,2}[).:]?\s+")


def check_sex(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise a sex to "Nam" or "Nữ"; "năm" is a year and no sex."""
    word = re.split(r"[\s,;/]", text.strip(), maxsplit=1)[0].strip(".:")
    if same_reading(word, "nam") or word.upper() == "M":
        return Checked("Nam")
    if fold(word) == "nu":
        return Checked("Nữ")
    return doubted(text, "sex.unknown", neighbours(word, _SEXES))


def check_ethnicity(text: str, lists: ReferenceLists) -> Checked:
    """Compare with the ethnic groups; nothing is ever filled in.

    "Mông" and "Mông (Hmông)" are two entries: "Hmông" alone is offered both.
    """
    checked = _from_list(text, lists.ethnic_groups, "ethnicity.unlisted")
    if not checked.problem:
        return checked
    letters = fold(re.sub(r"\W", "", checked.value))
    inside = [
        name
        for name in lists.ethnic_groups
        if len(letters) >= 3 and letters in fold(re.sub(r"\W", "", name))
    ]
    if letters.startswith("h"):
        inside += [name for name in lists.ethnic_groups if fold(name) == letters[1:]]
    return doubted(checked.value, checked.problem, [*inside, *checked.alternatives])


def check_nationality(text: str, lists: ReferenceLists) -> Checked:
    """Compare with the names of countries."""
    return _from_list(text, lists.nationalities, "nationality.unlisted")


def check_relation(text: str, lists: ReferenceLists) -> Checked:
    """Compare with the relations between two persons."""
    return _from_list(text, lists.relations, "relation.unlisted")


def check_marital_status(text: str, lists: ReferenceLists) -> Checked:
    """Compare with the sentences for marital states."""
    return _from_list(text, lists.marital_statuses, "marital_status.unlisted")


def check_choice(text: str, choices: tuple[str, ...]) -> Checked:
    """Compare with the words beside the tick boxes of a field; all pass where there are none."""
    return _from_list(text, choices, "choice.unlisted")


def _from_list(text: str, names: tuple[str, ...], problem: str) -> Checked:
    if not names:
        return Checked(strip_leaders(text))
    value = _NUMBERED.sub("", text.rstrip("."))
    for name in names:
        if same_reading(value, name):
            return Checked(name)
    folded = [name for name in names if fold(name) == fold(value)]
    if len(folded) == 1:
        return Checked(folded[0])
    return doubted(value, problem, folded or neighbours(value, names))
