"""A form while it is being made: its fields with their frames on a sample, checked and built.

Pure: a draft is a frozen value, every change gives another one, so that undo is keeping the
one before.

FormError
├── FormWithoutTitle      no name, or no title line to tell the paper by
├── FormWithoutCode       no code, or one with other characters than a-z, 0-9 and _
├── FormCodeTaken         a new form has the code of a known one
├── FormWithoutFields     nothing to read
├── FieldUnnamed          a field without label or code; `detail` is what it has
├── FieldDoubled          two fields with one code; `detail` names it
├── FieldChoices          a choice with fewer than two choices; `detail` names the field
├── ZonesOverlap          two frames of values lie over each other; `detail` names both
├── SampleWithoutWords    nothing was read on the sample
└── TooFewAnchors         too few words of the form itself on the sample
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from app.errors import Advice, StationError
from ocr.folding import fold
from ocr.understanding.forms import (
    FieldDefinition,
    FormLayout,
    PaperType,
    Section,
    ValueKind,
)
from ocr.understanding.printing import (
    LEAST_ANCHORS,
    SamplePage,
    draw_layout,
    overlapping,
    snapped,
    suggest_value_box,
    text_in,
)
from ocr.words import Box

LONGEST_CODE = 48
_CODE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_LABEL_END = " :;.…_-–"


class FormError(StationError):
    """Root of what is wrong with a form that is being made."""

    code = "form.error"
    advice = Advice.USER_ACTION


class FormWithoutTitle(FormError):
    """No name, or no title line to tell the paper by."""

    code = "form.no_title"


class FormWithoutCode(FormError):
    """No code, or one with other characters than a-z, 0-9 and _."""

    code = "form.no_code"


class FormCodeTaken(FormError):
    """A new form has the code of a known one; `detail` is the code."""

    code = "form.code_taken"


class FormWithoutFields(FormError):
    """Nothing to read."""

    code = "form.no_fields"


class FieldUnnamed(FormError):
    """A field without label or code; `detail` is what it has."""

    code = "form.field_unnamed"


class FieldDoubled(FormError):
    """Two fields with one code; `detail` names it."""

    code = "form.field_doubled"


class FieldChoices(FormError):
    """A choice with fewer than two choices, or doubled ones; `detail` names the field."""

    code = "form.field_choices"


class ZonesOverlap(FormError):
    """Two frames of values lie over each other; `detail` names both."""

    code = "form.zones_overlap"


class SampleWithoutWords(FormError):
    """Nothing was read on the sample."""

    code = "form.no_words"


class TooFewAnchors(FormError):
    """Too few words of the form itself on the sample; `detail` says how many."""

    code = "form.few_anchors"


@dataclass(frozen=True, slots=True)
class DraftField:
    """A field and its frames in pixels of the sample.

    Attributes:
        value: Frame of the value, None where its place is not known.
        label: Frame of the label, None where it is not on the sample.
        known_as: Its code in the printings that are there already, "" for a new one.
    """

    definition: FieldDefinition
    value: Box | None = None
    label: Box | None = None
    known_as: str = ""

    @property
    def name(self) -> str:
        """Code of the field."""
        return self.definition.name


@dataclass(frozen=True, slots=True)
class FormDraft:
    """A form while it is being made.

    Attributes:
        paper: Everything of the form but its fields; its printings are those known before.
        fields: Fields in printed order.
        printing: Name of the printing that the sample shows.
        opened: Code of the known form that is changed, "" for a new one.
    """

    paper: PaperType
    fields: tuple[DraftField, ...] = ()
    printing: str = ""
    opened: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Codes of the fields."""
        return tuple(field.name for field in self.fields)

    def with_field(self, number: int, field: DraftField) -> FormDraft:
        """Another field in the place of one."""
        return replace(self, fields=(*self.fields[:number], field, *self.fields[number + 1 :]))

    def without_field(self, number: int) -> FormDraft:
        """One field less."""
        return replace(self, fields=(*self.fields[:number], *self.fields[number + 1 :]))

    @property
    def frames(self) -> dict[str, Box]:
        """Frames of values by the code of their fields."""
        return {field.name: field.value for field in self.fields if field.value is not None}


def draft_of(paper: PaperType, printing: str, boxes: Mapping[str, Box]) -> FormDraft:
    """A draft of a known form.

    Args:
        paper: The form.
        printing: The printing that the sample shows, "" for one that is not known yet.
        boxes: Frames of values on the sample.
    """
    fields = tuple(
        DraftField(definition, boxes.get(definition.name), known_as=definition.name)
        for definition in paper.fields
    )
    return FormDraft(paper, fields, printing or free_printing(paper), paper.code)


def free_printing(paper: PaperType) -> str:
    """A name for one more printing."""
    taken = {layout.name for layout in paper.layouts}
    number = len(taken) + 1
    while f"Bản in {number}" in taken:
        number += 1
    return f"Bản in {number}"


def code_of(text: str, taken: Iterable[str] = ()) -> str:
    """A stable code out of a label or title: its letters without marks, joined by lines.

    A code that is taken gets a number. "Họ, chữ đệm, tên" becomes "ho_chu_dem_ten".
    """
    words = re.findall(r"[a-z0-9]+", fold(re.sub(r"\(\d+\)", " ", text)))
    stem = ""
    for word in words:
        longer = f"{stem}_{word}" if stem else word[:LONGEST_CODE]
        if len(longer) > LONGEST_CODE:
            break
        stem = longer
    stem = stem or "truong"
    known, code, copy = set(taken), stem, 1
    while code in known:
        copy += 1
        code = f"{stem}_{copy}"
    return code


_KINDS: tuple[tuple[str, ValueKind], ...] = (
    ("dinh danh", ValueKind.PERSONAL_ID),
    ("so can cuoc", ValueKind.PERSONAL_ID),
    ("so cccd", ValueKind.PERSONAL_ID),
    ("ma so thue", ValueKind.TAX_CODE),
    ("ma ho so", ValueKind.DOSSIER_CODE),
    ("ngay", ValueKind.DATE),
    ("dien thoai", ValueKind.PHONE),
    ("email", ValueKind.EMAIL),
    ("gioi tinh", ValueKind.SEX),
    ("dan toc", ValueKind.ETHNICITY),
    ("quoc tich", ValueKind.NATIONALITY),
    ("quan he", ValueKind.RELATION),
    ("hon nhan", ValueKind.MARITAL_STATUS),
    ("bang chu", ValueKind.NUMBER_WORDS),
    ("so tien", ValueKind.MONEY),
    ("dien tich", ValueKind.AREA),
    ("dia chi", ValueKind.ADDRESS),
    ("cu tru", ValueKind.ADDRESS),
    ("thuong tru", ValueKind.ADDRESS),
    ("tam tru", ValueKind.ADDRESS),
    ("que quan", ValueKind.ADDRESS),
    ("noi sinh", ValueKind.ADDRESS),
    ("so luong", ValueKind.NUMBER),
    ("ho ten", ValueKind.NAME),
    ("ho va ten", ValueKind.NAME),
    ("chu dem", ValueKind.NAME),
)


def kind_of(label: str) -> ValueKind:
    """How the value of a label is most likely written."""
    folded = fold(label)
    return next((kind for word, kind in _KINDS if word in folded), ValueKind.TEXT)


def printed_label(text: str) -> str:
    """A label as it is compared: without its colon, leaders and note number."""
    return re.sub(r"\s*\(\d+\)", "", text).strip(_LABEL_END)


def add_field(draft: FormDraft, page: SamplePage, frame: Box, section: str = "") -> FormDraft:
    """One more field whose label stands in a frame; everything else is suggested.

    Raises:
        FieldUnnamed: There is no word in the frame.
    """
    label = printed_label(text_in(page.text, frame))
    if not label:
        raise FieldUnnamed("")
    box = snapped(page.text, frame)
    value = suggest_value_box(page, box, draft.frames.values())
    name = code_of(label, draft.names)
    role = f"{section}." if section else ""
    definition = FieldDefinition(
        code_of(label, draft.names) if not role else _roled(role, name, draft.names),
        label,
        kind_of(label),
        section=section,
    )
    return replace(draft, fields=(*draft.fields, DraftField(definition, value, box)))


def _roled(role: str, name: str, taken: Iterable[str]) -> str:
    """A code with the role in front, with a number only where that is taken, too."""
    stem = re.sub(r"_\d+$", "", name)
    known, code, copy = set(taken), role + stem, 1
    while code in known:
        copy += 1
        code = f"{role}{stem}_{copy}"
    return code


def add_section(draft: FormDraft, text: str) -> FormDraft:
    """One more block of the form, opened by a line.

    Raises:
        FieldUnnamed: The line is empty.
    """
    opening = printed_label(text)
    if not opening:
        raise FieldUnnamed("")
    sections = draft.paper.sections
    name = code_of(opening, (section.name for section in sections))
    section = Section(name, (opening,))
    return replace(draft, paper=replace(draft.paper, sections=(*sections, section)))


def without_section(draft: FormDraft, name: str) -> FormDraft:
    """One block less; its fields stand in none."""
    sections = tuple(section for section in draft.paper.sections if section.name != name)
    fields = tuple(
        replace(field, definition=replace(field.definition, section=""))
        if field.definition.section == name
        else field
        for field in draft.fields
    )
    return replace(draft, paper=replace(draft.paper, sections=sections), fields=fields)


def build_paper(draft: FormDraft, page: SamplePage | None) -> PaperType:
    """The finished form; the printing on the sample joins those known before.

    Raises:
        FormError: What is wrong, see the tree above.
    """
    _check_paper(draft)
    _check_fields(draft)
    layouts = tuple(known_layout(draft, layout) for layout in draft.paper.layouts)
    if page is not None and draft.frames:
        drawn = _drawn(draft, page)
        layouts = (*(each for each in layouts if each.name != drawn.name), drawn)
    layouts = tuple(layout for layout in layouts if layout.zones)
    fields = tuple(field.definition for field in draft.fields)
    return replace(draft.paper, fields=fields, layouts=layouts)


def _check_paper(draft: FormDraft) -> None:
    paper = draft.paper
    if not paper.title.strip() or not paper.title_lines:
        raise FormWithoutTitle(paper.code)
    if not re.fullmatch(r"[a-z0-9_]+", paper.code):
        raise FormWithoutCode(paper.code)
    if not draft.fields:
        raise FormWithoutFields(paper.code)


def _check_fields(draft: FormDraft) -> None:
    seen: set[str] = set()
    for field in draft.fields:
        definition = field.definition
        if not definition.label.strip() or not _CODE.fullmatch(definition.name):
            raise FieldUnnamed(definition.label or definition.name)
        if definition.name in seen:
            raise FieldDoubled(definition.name)
        seen.add(definition.name)
        choices = definition.choices
        if definition.kind is ValueKind.CHOICE and len(set(choices)) != max(2, len(choices)):
            raise FieldChoices(definition.label)
    pair = overlapping(draft.frames)
    if pair is not None:
        labels = {field.name: field.definition.label for field in draft.fields}
        raise ZonesOverlap(" / ".join(labels[name] for name in pair))


def _drawn(draft: FormDraft, page: SamplePage) -> FormLayout:
    if not page.text.words:
        raise SampleWithoutWords("")
    name = draft.printing.strip() or free_printing(draft.paper)
    layout = draw_layout(name, page, draft.frames)
    if len(layout.anchors) < LEAST_ANCHORS:
        raise TooFewAnchors(str(len(layout.anchors)))
    return layout


def known_layout(draft: FormDraft, layout: FormLayout) -> FormLayout:
    """A printing known before, with the zones of fields that are still there."""
    now = {field.known_as: field.name for field in draft.fields if field.known_as}
    zones = tuple(
        replace(zone, field=now[zone.field]) for zone in layout.zones if zone.field in now
    )
    return replace(layout, zones=zones)


def new_draft() -> FormDraft:
    """A form with nothing in it yet."""
    return FormDraft(PaperType("", "", ()))
