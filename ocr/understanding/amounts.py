"""Numbers and amounts of money: digits with separators, words, and both side by side."""

from __future__ import annotations

import re

from ocr.folding import fold
from ocr.understanding.checked import Checked, ReferenceLists, doubted
from ocr.understanding.lookalikes import DIGIT_CLASS, as_digits
from ocr.understanding.number_words import read_number, words_of
from ocr.words import nfc

_NUMBER = re.compile(r"(\d{1,3}(?:[. ]\d{3})+(?!\d)|\d+)(?:[.,](\d{1,2})(?!\d))?")
_AMOUNT = re.compile(rf"{DIGIT_CLASS}(?:{DIGIT_CLASS}|[., ](?={DIGIT_CLASS}))*")
_GROUPED = re.compile(r"\d{1,3}(?:[., ]\d{3})+|\d+")
_CENTS = re.compile(r"[.,]0{1,2}$")
_SCALED = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?\s*(nghin|ngan|trieu|ty|ti)\b")
_SCALES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_NOT_OF_THE_NUMBER = frozenset(
    {"dong", "chan", "vnd", "viet", "nam", "bang", "chu", "so", "tien", "la", "d", "va"}
)
_MAX_DIGITS = 15
_MANY_DIGITS = 5


def check_number(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise a number: groups joined, a comma before decimals ("120,5")."""
    match = _NUMBER.search(text)
    if match is not None and re.match(r"[.,]\d", text[match.end() :]):
        return Checked(text, "number.format")
    if match is not None:
        whole = re.sub(r"[. ]", "", match[1])
        value = f"{whole},{match[2]}" if match[2] else whole
        others = re.findall(r"(?<![^\W_])\d+", text[: match.start()] + " " + text[match.end() :])
        differ = [other for other in others if int(other) != int(whole)]
        return doubted(value, "number.several", differ) if differ else Checked(value)
    number = _number_at_start(words_of(text))
    return Checked(text, "number.format") if number is None else Checked(str(number))


def _number_at_start(words: list[str]) -> int | None:
    for count in range(min(len(words), 40), 0, -1):
        number = read_number(words[:count])
        if number is not None:
            return number
    return None


def check_money(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise an amount in đồng to plain digits ("80.000.000 đồng" is "80000000").

    Where the amount stands in words too, both must say the same.
    """
    digits, spoken = _amount_in_digits(text), amount_in_words(text)
    if digits == "":
        return Checked(text, "money.format") if spoken is None else Checked(str(spoken))
    if not digits.isdigit():
        alternatives = [str(spoken)] if spoken is not None else []
        return doubted(text, "money.format", alternatives)
    if spoken is not None and spoken != int(digits):
        return doubted(digits, "money.words_differ", [str(spoken)])
    return Checked(digits)


def _amount_in_digits(text: str) -> str:
    """Plain digits of an amount, "" where no digits stand, "?" for broken groups or two amounts."""
    scaled = _SCALED.search(fold(text))
    if scaled:
        return _scaled_amount(scaled)
    runs = [run for run in _AMOUNT.findall(text) if any(map(str.isdigit, run))]
    if not runs:
        return ""
    if len([run for run in runs if sum(map(str.isdigit, run)) >= _MANY_DIGITS]) > 1:
        return "?"
    run = as_digits(max(runs, key=lambda run: sum(map(str.isdigit, run))))
    run = _CENTS.sub("", run) if re.search(r"\d{3}[.,]0{1,2}$", run) else run
    if not _GROUPED.fullmatch(run):
        return "?"
    digits = re.sub(r"[., ]", "", run).lstrip("0") or "0"
    return digits if len(digits) <= _MAX_DIGITS else "?"


def _scaled_amount(scaled: re.Match[str]) -> str:
    """Amount such as "1,5 triệu"; "?" where the part behind the comma makes no whole đồng."""
    decimals = scaled[2] or ""
    scale = _SCALES[scaled[3]]
    amount, rest = divmod(int(scaled[1] + decimals) * scale, 10 ** len(decimals))
    return str(amount) if rest == 0 and amount < 10**_MAX_DIGITS else "?"


def amount_in_words(text: str) -> int | None:
    """Amount that the words of a text say, None for none.

    Words around it ("Bằng chữ:", "đồng chẵn") and digits do not count. "năm" is a word of
    the number unless it is the second word of "Việt Nam".
    """
    words = words_of(text)
    kept = [
        word for at, word in enumerate(words) if not word.isdigit() and not _is_around(words, at)
    ]
    return read_number(kept)


def _is_around(words: list[str], at: int) -> bool:
    if words[at] == "nam":
        return at > 0 and words[at - 1] == "viet"
    return words[at] in _NOT_OF_THE_NUMBER


def compare_money_with_words(value: str, words: str) -> str:
    """Compare a checked amount with the same amount written in words beside it.

    Returns:
        "money.words_differ", or "" when they agree or one of them cannot be read.
    """
    spoken = amount_in_words(words)
    if spoken is None or not re.fullmatch(r"[0-9]{1,15}", value):
        return ""
    return "" if spoken == int(value) else "money.words_differ"


_AREA = re.compile(
    r"(\d{1,3}(?:[. ]\d{3})+|\d+)(?:\s?([,.])\s?(\d{1,2}))?\s*(?:m\S{0,2}(?!\w)|ha\b|mét vuông)?",
    re.IGNORECASE,
)


def check_area(text: str, _lists: ReferenceLists) -> Checked:
    """Normalise an area in square metres ("1 355,4 m2" is "1355,4 m²").

    The raised two is too small to be read well: whatever follows the m is taken for it.
    """
    found = _AREA.search(nfc(text))
    if found is None:
        return Checked(text, "area.format")
    whole = re.sub(r"[. ]", "", found[1])
    fraction = f",{found[3]}" if found[3] else ""
    unit = "ha" if re.search(r"\bha\b", text, re.IGNORECASE) else "m²"
    return Checked(f"{whole}{fraction} {unit}")
