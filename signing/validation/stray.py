"""Signatures that lie in the file but in no field of the form that is shown.

Source: ISO 32000-2:2020, 12.7.3 (form), 7.5.6 (earlier states stay in the file).
"""

from __future__ import annotations

import re
from enum import Enum

import pikepdf

from signing.validation.fields import form_nodes, signature_fields
from signing.validation.revisions import Revisions

_RANGE = re.compile(
    rb"/ByteRange[\x00\t\n\f\r ]*\[[\x00\t\n\f\r ]*(\d{1,12})[\x00\t\n\f\r ]+(\d{1,12})"
    rb"[\x00\t\n\f\r ]+(\d{1,12})[\x00\t\n\f\r ]+(\d{1,12})"
)
_LONGEST = 200
_MAX_FOUND = 500


class Stray(Enum):
    """What lies outside the form."""

    NONE = "none"
    OUTSIDE_FORM = "outside-form"
    REMOVED = "removed"


def stray_signatures(states: Revisions, known: set[tuple[int, ...]]) -> Stray:
    """Look for signatures that no field holds.

    Args:
        states: States of the file.
        known: Byte ranges of the fields that are shown.

    Returns:
        REMOVED when an earlier state of the file had such a signature in its form.
    """
    answer = Stray.NONE
    for count, place in enumerate(states.source.find_all(b"/ByteRange")):
        if count >= _MAX_FOUND:
            break
        found = _RANGE.match(states.source.read(place, place + _LONGEST))
        numbers = tuple(int(number) for number in found.groups()) if found else ()
        if numbers in known:
            continue
        answer = Stray.OUTSIDE_FORM
        if numbers and _was_in_form(states, numbers):
            return Stray.REMOVED
    return answer


def _was_in_form(states: Revisions, numbers: tuple[int, ...]) -> bool:
    """Tell whether the state that a byte range covers has it in its form."""
    end = numbers[2] + numbers[3]
    if not 0 < end < states.source.size:
        return False
    try:
        nodes = form_nodes(states.at(end))
    except pikepdf.PdfError:
        return False
    return any(field.byte_range == numbers for field in signature_fields(nodes))
