"""Find machine-readable zones of identity cards and passports in recognised text.

Recognition takes fillers for letters, O for 0 and drops signs. Repairs are made by position,
and a repaired zone only counts when every check of the strict parse in `ocr.codes.mrz_zone`
passes.
"""

from __future__ import annotations

import re
from itertools import chain

from rapidfuzz.distance import Levenshtein

from ocr.codes.mrz_zone import (
    FILLER,
    VIETNAM,
    Mrz,
    MrzInvalid,
    check_digit,
    parse_mrz,
)
from ocr.folding import fold
from ocr.reading import Code, CodeKind
from ocr.words import Line, PageText, nfc, union

__all__ = [
    "FILLER",
    "Mrz",
    "MrzInvalid",
    "check_digit",
    "find_mrz",
    "looks_like_zone",
    "parse_mrz",
]

_PREFIX = re.compile(r"[I1LTJ<]?[D0O]VNM|P<VNM")
_CARD_PREFIX = re.compile(r"[I1LTJ<]?[D0O]VN[MN]")
_TO_FILLER = str.maketrans(
    {"«": "<<", "»": "<<", "‹": "<", "›": "<", "(": "<", "[": "<", "{": "<", "€": "<", "¢": "<"}
)
_TO_DIGIT = str.maketrans("OQDILZSBG", "000112586")
_TO_LETTER = str.maketrans("012568", "OIZSGB")
_FILLER_TAIL = re.compile(r"<[<KCSXLE]+$")
_FILLERS = re.compile(r"[<KCSXLE]*")
_LINES_APART = 3
_MIN_ZONE_LINE = 15
_MAX_NUMBER_EDITS = 2


def find_mrz(text: PageText) -> Code | None:
    """Find a machine-readable zone among the recognised lines of a page.

    Spaces, misread fillers and letters that stand for digits (O for 0) are repaired by
    position; the repaired zone only counts when every check digit of the strict parse passes.

    Returns:
        The zone in its exact form, its lines joined by line feeds, or None when the page
        shows no zone that passes.
    """
    cleaned = [_clean(line.text) for line in text.lines]
    for lines, indices in chain(_td1_candidates(cleaned), _td3_candidates(cleaned)):
        try:
            zone = parse_mrz(lines)
        except MrzInvalid:
            continue
        box = union([text.lines[index].box for index in indices])
        return Code(kind=CodeKind.MRZ, text="\n".join(zone.lines), box=box)
    return None


def looks_like_zone(line: Line) -> bool:
    """Whether a recognised line could belong to a zone, well read or not."""
    cleaned = _clean(line.text)
    if len(cleaned) < _MIN_ZONE_LINE:
        return False
    return cleaned.count(FILLER) >= 3 or _PREFIX.match(cleaned) is not None


def _clean(text: str) -> str:
    """Capitals, digits and fillers only."""
    swapped = nfc(text).translate(_TO_FILLER)
    return re.sub(r"[^A-Z0-9<]", "", fold(swapped).upper())


def _td1_candidates(lines: list[str]) -> list[tuple[list[str], list[int]]]:
    tops = [
        (top, i)
        for rebuild in (_rebuild_td1_first, _repair_td1_first)
        for i, line in enumerate(lines)
        if (top := rebuild(line))
    ]
    candidates = []
    for top, i in tops:
        for j in range(i + 1, min(i + 1 + _LINES_APART, len(lines))):
            middle = _rebuild_td1_second(lines[j])
            if not middle:
                continue
            for k in range(j + 1, min(j + 1 + _LINES_APART, len(lines))):
                name = _rebuild_names(lines[k], 30)
                if name:
                    candidates.append(([top, middle, name], [i, j, k]))
            candidates.append(([top, middle, FILLER * 30], [i, j]))
    return candidates


def _rebuild_td1_first(line: str) -> str:
    """Line 1 of a Vietnamese card: prefix, 22 digits, fillers, one digit; "" if it is not."""
    body = _card_body(line)
    digits, tail = body[:22].translate(_TO_DIGIT), body[22:]
    last = tail[-1:].translate(_TO_DIGIT)
    if not (digits.isdigit() and last.isdigit() and _FILLERS.fullmatch(tail[:-1])):
        return ""
    return f"IDVNM{digits}<<{last}"


def _card_body(line: str) -> str:
    """What follows the prefix of line 1 of a Vietnamese card; "" for another line."""
    prefix = _CARD_PREFIX.match(line) if len(line) <= 36 else None
    return line[prefix.end() :] if prefix else ""


def _repair_td1_first(line: str) -> str:
    """Line 1 with one of its two copies of the number misread; "" where neither holds.

    The last nine digits of the personal id are printed twice, each copy with a check digit of
    its own. A copy that passes replaces the other where that differs by two edits at most;
    the composite check digit of line 2 then has to confirm the line.
    """
    match = re.search(
        r"([0-9OQDILZSBG]{12})[KCSXLE]*<[<KCSXLE]*([0-9OQDILZSBG])$", _card_body(line)
    )
    if match is None:
        return ""
    body = _card_body(line)
    read_id, last = match[1].translate(_TO_DIGIT), match[2].translate(_TO_DIGIT)
    read_number = body[: match.start()].translate(_TO_DIGIT)
    personal_id = read_id
    if str(check_digit(read_id)) != last:
        if len(read_number) != 10 or str(check_digit(read_number[:9])) != read_number[9]:
            return ""
        personal_id = read_id[:3] + read_number[:9]
    number = f"{personal_id[3:]}{check_digit(personal_id[3:])}"
    if not personal_id.isdigit() or str(check_digit(personal_id)) != last:
        return ""
    edits = max(_edits(read_number, number), _edits(read_id, personal_id))
    return f"IDVNM{number}{personal_id}<<{last}" if edits <= _MAX_NUMBER_EDITS else ""


def _edits(read: str, rebuilt: str) -> int:
    return int(Levenshtein.distance(read, rebuilt, score_cutoff=_MAX_NUMBER_EDITS))


def _rebuild_td1_second(line: str) -> str:
    """Line 2: birth, sex, expiry, nationality, fillers, composite; "" if it is not."""
    if not 19 <= len(line) <= 34:
        return ""
    birth, sex, expiry = line[0:7].translate(_TO_DIGIT), line[7], line[8:15].translate(_TO_DIGIT)
    nationality, tail = line[15:18].translate(_TO_LETTER), line[18:]
    last = tail[-1:].translate(_TO_DIGIT)
    if not (birth.isdigit() and expiry.isdigit() and last.isdigit()):
        return ""
    if not (nationality.isalpha() and _FILLERS.fullmatch(tail[:-1])):
        return ""
    if _is_nearly_vietnam(nationality):
        nationality = VIETNAM
    return f"{birth}{sex}{expiry}{nationality}{FILLER * 11}{last}"


def _rebuild_names(line: str, width: int) -> str:
    """Names, padded to `width`; "" for a line that holds no double filler."""
    letters = _FILLER_TAIL.sub(FILLER * 2, line.translate(_TO_LETTER)).rstrip(FILLER)
    if len(letters) > width or FILLER * 2 not in line or not letters:
        return ""
    return letters.ljust(width, FILLER)


def _td3_candidates(lines: list[str]) -> list[tuple[list[str], list[int]]]:
    candidates = []
    for i, first in enumerate(lines):
        if not re.match(r"P[<A-Z][A-Z]{3}", first) or FILLER * 2 not in first[5:]:
            continue
        is_ours = _is_nearly_vietnam(first[2:5])
        top = ("P<VNM" if is_ours else first[:5]) + _rebuild_names(first[5:], 39)
        for j in range(i + 1, min(i + 1 + _LINES_APART, len(lines))):
            bottom = _rebuild_td3_second(lines[j], is_ours=is_ours)
            if bottom and len(top) == 44:
                candidates.append(([top, bottom], [i, j]))
    return candidates


def _is_nearly_vietnam(letters: str) -> bool:
    return int(Levenshtein.distance(letters, VIETNAM, score_cutoff=1)) <= 1


def _rebuild_td3_second(line: str, *, is_ours: bool) -> str:
    """Line 2 of a passport with the number of fillers set right; "" if it is not one.

    Args:
        line: Capitals, digits and fillers.
        is_ours: The passport is Vietnamese: its numbers hold digits where others may hold
            letters, so that look-alikes can be repaired.
    """
    if not 32 <= len(line) <= 48:
        return ""
    number, digit = line[0:9], line[9].translate(_TO_DIGIT)
    nationality = line[10:13].translate(_TO_LETTER)
    birth, sex, expiry = line[13:20].translate(_TO_DIGIT), line[20], line[21:28]
    personal, checks = line[28:-2].rstrip(FILLER), line[-2:]
    if len(personal) > 14:
        return ""
    if is_ours:
        number = number[0].translate(_TO_LETTER) + number[1:].translate(_TO_DIGIT)
        personal = personal.translate(_TO_DIGIT)
        nationality = VIETNAM if _is_nearly_vietnam(nationality) else nationality
    start = f"{number}{digit}{nationality}{birth}{sex}{expiry.translate(_TO_DIGIT)}"
    return start + personal.ljust(14, FILLER) + checks.translate(_TO_DIGIT)
