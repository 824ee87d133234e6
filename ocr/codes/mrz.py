"""Machine-readable zone of identity cards (TD1) and passports (TD3).

Source: ICAO Doc 9303 parts 3 to 5 (check digits, layouts); layout of the Vietnamese card:
document number = last nine digits of the personal id, optional data = the twelve digits,
two fillers and a check digit over the twelve.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from rapidfuzz.distance import Levenshtein

from ocr.errors import Advice, OcrError
from ocr.folding import fold
from ocr.reading import Code, CodeKind
from ocr.words import Line, PageText, nfc, union

WEIGHTS = (7, 3, 1)
FILLER = "<"
NO_EXPIRY = "991231"
_ALPHABET = re.compile(r"[A-Z0-9<]+")
_VIETNAM = "VNM"
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


class MrzInvalid(OcrError):
    """The lines are no machine-readable zone or a check fails."""

    code = "mrz.invalid"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class Mrz:
    """Content of a machine-readable zone whose checks all passed.

    Attributes:
        document: Document type as printed ("ID", "P").
        issuer: Issuing state, three letters.
        number: Document number.
        personal_id: Twelve digits, "" where the document holds none.
        surname: Without marks, words parted by spaces; names carry no check digit.
        given_names: Without marks, "" for a person with one name.
        nationality: Three letters.
        birth_date: Date of birth.
        sex: "M", "F" or "" (not stated).
        expires_on: Last day, None for a card without limit.
        lines: The zone in its exact form.
    """

    document: str
    issuer: str
    number: str
    personal_id: str
    surname: str
    given_names: str
    nationality: str
    birth_date: date
    sex: str
    expires_on: date | None
    lines: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """Surname and given names in Vietnamese order, capitals without marks."""
        return f"{self.surname} {self.given_names}".strip()


def check_digit(text: str) -> int:
    """Check digit over `text`: weights 7, 3, 1; digits as they are, A = 10 … Z = 35, < = 0.

    Raises:
        MrzInvalid: A character outside A-Z, 0-9 and <.
    """
    return sum(_value(c) * WEIGHTS[i % 3] for i, c in enumerate(text)) % 10


def _value(character: str) -> int:
    if not _ALPHABET.fullmatch(character):
        raise MrzInvalid("character outside A-Z 0-9 <")
    if character == FILLER:
        return 0
    return int(character, 36)


def parse_mrz(lines: Sequence[str]) -> Mrz:
    """Parse a zone strictly: exact lengths, every check digit, real dates.

    Args:
        lines: Three lines of 30 characters (TD1) or two of 44 (TD3).

    Raises:
        MrzInvalid: Anything else; the detail names the check, never the content.
    """
    shape = tuple(len(line) for line in lines)
    if not all(_ALPHABET.fullmatch(line) for line in lines):
        raise MrzInvalid("character outside A-Z 0-9 <")
    if shape == (30, 30, 30):
        return _parse_td1(tuple(lines))
    if shape == (44, 44):
        return _parse_td3(tuple(lines))
    raise MrzInvalid(f"line lengths {shape}")


def _parse_td1(lines: tuple[str, ...]) -> Mrz:
    first, second, third = lines
    if first[0] not in "IAC":
        raise MrzInvalid("document type")
    _check("number", first[5:14], first[14])
    _check("birth", second[0:6], second[6])
    _check("expiry", second[8:14], second[14])
    _check("composite", first[5:30] + second[0:7] + second[8:15] + second[18:29], second[29])
    issuer = first[2:5].rstrip(FILLER)
    personal_id = _vietnamese_id(first) if issuer == _VIETNAM else ""
    surname, given = _names(third)
    return Mrz(
        document=first[0:2].rstrip(FILLER),
        issuer=issuer,
        number=first[5:14].rstrip(FILLER),
        personal_id=personal_id,
        surname=surname,
        given_names=given,
        nationality=second[15:18].rstrip(FILLER),
        birth_date=_birth_date(second[0:6], _expiry(second[8:14]), personal_id),
        sex=_sex(second[7]),
        expires_on=_expiry(second[8:14]),
        lines=lines,
    )


def _vietnamese_id(first: str) -> str:
    personal_id = first[15:27]
    if not re.fullmatch(r"\d{12}", personal_id) or first[27:29] != FILLER * 2:
        raise MrzInvalid("personal id")
    _check("personal id", personal_id, first[29])
    if personal_id[3:] != first[5:14]:
        raise MrzInvalid("document number is not the end of the personal id")
    return personal_id


def _parse_td3(lines: tuple[str, ...]) -> Mrz:
    first, second = lines
    if first[0] != "P":
        raise MrzInvalid("document type")
    _check("number", second[0:9], second[9])
    _check("birth", second[13:19], second[19])
    _check("expiry", second[21:27], second[27])
    personal = second[28:42].rstrip(FILLER)
    if personal or second[42] != FILLER:
        _check("personal number", second[28:42], second[42])
    _check("composite", second[0:10] + second[13:20] + second[21:43], second[43])
    personal_id = personal if re.fullmatch(r"\d{12}", personal) else ""
    surname, given = _names(first[5:])
    return Mrz(
        document=first[0:2].rstrip(FILLER),
        issuer=first[2:5].rstrip(FILLER),
        number=second[0:9].rstrip(FILLER),
        personal_id=personal_id,
        surname=surname,
        given_names=given,
        nationality=second[10:13].rstrip(FILLER),
        birth_date=_birth_date(second[13:19], _expiry(second[21:27]), personal_id),
        sex=_sex(second[20]),
        expires_on=_expiry(second[21:27]),
        lines=lines,
    )


def _check(name: str, text: str, digit: str) -> None:
    if not digit.isdigit() or check_digit(text) != int(digit):
        raise MrzInvalid(f"check digit of {name}")


def _sex(character: str) -> str:
    if character not in "MF<":
        raise MrzInvalid("sex")
    return character.strip(FILLER)


def _names(text: str) -> tuple[str, str]:
    surname, _, given = text.rstrip(FILLER).partition(FILLER * 2)
    if any(character.isdigit() for character in text):
        raise MrzInvalid("digit in a name")
    return surname.replace(FILLER, " ").strip(), given.replace(FILLER, " ").strip()


def _date(text: str, century: int) -> date:
    if not re.fullmatch(r"\d{6}", text):
        raise MrzInvalid("date")
    try:
        return date(century + int(text[0:2]), int(text[2:4]), int(text[4:6]))
    except ValueError as error:
        raise MrzInvalid("date") from error


def _expiry(text: str) -> date | None:
    return None if text == NO_EXPIRY else _date(text, 2000)


def _birth_date(text: str, expires_on: date | None, personal_id: str) -> date:
    """Birth date with the century that the zone itself leaves open.

    The personal id states it. Without one, a birth in the 2000s must lie at least five years
    before the expiry: the shortest term of a Vietnamese passport is five years and belongs to
    children; only a holder of about ninety-five or more would be read a century too young.
    """
    if personal_id:
        if personal_id[4:6] != text[0:2]:
            raise MrzInvalid("birth year is not the one of the personal id")
        return _date(text, 1900 + 100 * (int(personal_id[3]) // 2))
    if not text[0:2].isdigit():
        raise MrzInvalid("date")
    latest_year = expires_on.year - 5 if expires_on else 0
    return _date(text, 2000 if 2000 + int(text[0:2]) <= latest_year else 1900)


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
        top = first[:5] + _rebuild_names(first[5:], 39)
        for j in range(i + 1, min(i + 1 + _LINES_APART, len(lines))):
            bottom = _rebuild_td3_second(lines[j])
            if bottom and len(top) == 44:
                candidates.append(([top, bottom], [i, j]))
    return candidates


def _rebuild_td3_second(line: str) -> str:
    """Line 2 of a passport with the number of fillers set right; "" if it is not one."""
    if not 32 <= len(line) <= 48:
        return ""
    number, digit = line[0:9], line[9].translate(_TO_DIGIT)
    nationality = line[10:13].translate(_TO_LETTER)
    birth, sex, expiry = line[13:20].translate(_TO_DIGIT), line[20], line[21:28]
    personal, checks = line[28:-2].rstrip(FILLER), line[-2:]
    if len(personal) > 14:
        return ""
    start = f"{number}{digit}{nationality}{birth}{sex}{expiry.translate(_TO_DIGIT)}"
    return start + personal.ljust(14, FILLER) + checks.translate(_TO_DIGIT)
