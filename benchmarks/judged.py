"""What understanding made of one page, judged against what stands on it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from benchmarks.corpus.papers.kinds import ALSO_RIGHT, CONTINUATIONS, SEVERAL_CARDS
from benchmarks.naive import naive_paper, naive_values
from benchmarks.seen_pages import SeenPage
from benchmarks.values import same_value
from ocr.reading import FieldReading, FieldState
from ocr.understanding.forms import PaperType, ValueKind
from ocr.understanding.understand import Understanding

_EXACT_KINDS = frozenset(
    {
        ValueKind.PERSONAL_ID, ValueKind.DATE, ValueKind.TIME, ValueKind.NUMBER, ValueKind.PHONE,
        ValueKind.DOSSIER_CODE, ValueKind.DOC_NUMBER, ValueKind.TAX_CODE, ValueKind.MONEY,
        ValueKind.INSURANCE_NUMBER, ValueKind.PASSPORT_NUMBER, ValueKind.LAND_SERIAL,
        ValueKind.REGISTER_NUMBER, ValueKind.REGISTRATION_NUMBER, ValueKind.PROCEDURE_CODE,
        ValueKind.BUSINESS_CODE, ValueKind.ENTERPRISE_CODE,
    }
)  # fmt: skip
_WORD_KINDS = frozenset({ValueKind.NAME, ValueKind.ADDRESS})
_MOST_CARDS = 8
_LEAST_DIGITS = 4


class Verdict(StrEnum):
    """How the paper type came out."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


class Group(StrEnum):
    """Fields that are judged together."""

    BACKED = "backed by QR or MRZ"
    EXACT = "ids, dates, numbers"
    WORDS = "names, addresses"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FieldVerdict:
    """One field of the truth and what was read.

    Attributes:
        read: Value read, "" for none.
        naive: The plain way has it right; None when it was not asked.
    """

    name: str
    group: Group
    truth: str
    read: str
    is_exact: bool
    is_green: bool
    problem: str
    naive: bool | None


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """One page.

    Attributes:
        paper: Code of the truth, "" for a paper that the catalogue does not know.
        guess: Code that was guessed, "" for unknown.
        looked_at: Fields that the window asks the officer to look at.
        shown: Fields with a value, or to be looked at.
        blank: Fields where nothing was found and nothing has to stand; the window folds them away.
        missed: Of these, fields that have a value on the paper.
        false_green: Green values on a page whose type is wrong.
        cpu_s: CPU seconds of understanding.
        naive_paper: Code the plain way gave, None when it was not asked.
    """

    kind: str
    damage: str
    paper: str
    guess: str
    verdict: Verdict
    fields: tuple[FieldVerdict, ...]
    looked_at: int
    shown: int
    blank: int
    missed: int
    false_green: int
    cpu_s: float
    naive_paper: str | None

    @property
    def is_second_page(self) -> bool:
        """It goes on with a paper and has no title."""
        return self.kind in CONTINUATIONS

    @property
    def is_several_cards(self) -> bool:
        """It shows more than one card, so that field names stand there more than once."""
        return self.kind in SEVERAL_CARDS

    @property
    def is_ordinary(self) -> bool:
        """Neither a second page nor several cards."""
        return not self.is_second_page and not self.is_several_cards

    @property
    def is_by_hand(self) -> bool:
        """Its values are written with a pen: to be typed, not read."""
        return self.kind == "hand_filled_declaration"


def judge(
    page: SeenPage, found: Understanding, cpu_s: float, papers: Sequence[PaperType]
) -> PageVerdict:
    """Compare what was understood with the truth of `page`."""
    known = {paper.code: paper for paper in papers}
    code = str(page.truth["paper"])
    paper = known.get(code)
    guess = found.paper.code if found.paper else ""
    verdict = _verdict(page.order.kind, code if paper else "", guess)
    read = {field.name: field for field in found.fields} if verdict is Verdict.RIGHT else {}
    green = [field for field in found.fields if field.value and field.state is FieldState.GREEN]
    fields = () if paper is None else _fields(page, paper, read)
    blank = {field.name for field in found.fields if _is_blank(field)}
    shown = [
        field
        for field in found.fields
        if field.name not in blank and (field.value or field.state is not FieldState.GREEN)
    ]
    return PageVerdict(
        kind=page.order.kind,
        damage=page.order.damage,
        paper=code if paper else "",
        guess=guess,
        verdict=verdict,
        fields=fields,
        looked_at=sum(field.state is not FieldState.GREEN for field in shown),
        shown=len(shown),
        blank=len(blank),
        missed=sum(field.name in blank and bool(field.truth) for field in fields),
        false_green=len(green) if verdict is Verdict.WRONG else 0,
        cpu_s=cpu_s,
        naive_paper=naive_paper(page.plain, papers) if page.plain else None,
    )


def _is_blank(field: FieldReading) -> bool:
    """Whether the window takes a field for empty, as `app.domain.field.Field.is_blank` does."""
    found = field.value or field.problem or field.confidence or field.box
    return field.state is FieldState.AMBER and not found


def _verdict(kind: str, paper: str, guess: str) -> Verdict:
    if guess == paper or (guess and guess == ALSO_RIGHT.get(kind)):
        return Verdict.RIGHT
    return Verdict.WRONG if guess else Verdict.UNKNOWN


def _fields(
    page: SeenPage, paper: PaperType, read: Mapping[str, FieldReading]
) -> tuple[FieldVerdict, ...]:
    codes = [str(code["text"]) for code in page.truth["codes"]]
    plain = naive_values(page.plain, paper) if page.plain else None
    verdicts = []
    seen: Counter[str] = Counter()
    for item in page.truth["fields"]:
        name, value = str(item["name"]), str(item["value"])
        found = _reading_of(name, seen[name], read)
        seen[name] += 1
        text = found.value if found else ""
        verdicts.append(
            FieldVerdict(
                name=name,
                group=_group(value, _kind_of(name, paper), codes),
                truth=value,
                read=text,
                is_exact=same_value(text, value),
                is_green=found is not None and found.state is FieldState.GREEN,
                problem=found.problem if found else "",
                naive=None if plain is None else same_value(plain.get(name, ""), value),
            )
        )
    return tuple(verdicts)


def _reading_of(name: str, before: int, read: Mapping[str, FieldReading]) -> FieldReading | None:
    """The reading of a name that the truth had `before` times already, card after card."""
    names = (name, *(f"{number}.{name}" for number in range(2, _MOST_CARDS + 1)))
    there = [read[one] for one in names if one in read]
    return there[before] if before < len(there) else None


def _kind_of(name: str, paper: PaperType) -> ValueKind:
    """Kind of a field, or of the column a row's field "table.row.column" stands in."""
    kinds = {field.name: field.kind for field in paper.fields}
    for table in paper.tables:
        kinds |= {f"{table.name}.{column.name}": column.kind for column in table.columns}
    head, _, tail = name.partition(".")
    column = tail.partition(".")[2] if tail[:1].isdigit() else tail
    return kinds.get(name) or kinds.get(f"{head}.{column}", ValueKind.TEXT)


def _group(value: str, kind: ValueKind, codes: Sequence[str]) -> Group:
    if any(_holds(code, value) for code in codes):
        return Group.BACKED
    if kind in _EXACT_KINDS:
        return Group.EXACT
    return Group.WORDS if kind in _WORD_KINDS else Group.OTHER


def _holds(code: str, value: str) -> bool:
    """Whether `code` holds `value`: as it is between bars, as digits, or as a date."""
    if not value:
        return False
    if unicodedata.normalize("NFC", value) in code.split("|"):
        return True
    parts = value.split("/")
    if len(parts) == 3:
        day, month, year = parts
        return f"{day}{month}{year}" in code or f"{year[2:]}{month}{day}" in code
    return len(value) > _LEAST_DIGITS and value.isdigit() and value in code
