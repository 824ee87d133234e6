"""What the catalogue knows of a paper: how to recognise it and which fields stand on it.

These are plain values; the files that fill them live in `resources/catalog` and are read by
`app.catalog`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class ValueKind(StrEnum):
    """How a value is written; decides how it is normalised and checked."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    PERSONAL_ID = "personal_id"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    NATIONALITY = "nationality"
    ADDRESS = "address"
    DOSSIER_CODE = "dossier_code"
    NUMBER = "number"
    PHONE = "phone"
    DOC_NUMBER = "doc_number"


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """One labelled value of a paper.

    Attributes:
        name: Stable name, role first where persons differ ("child.full_name").
        label: The label as printed on the form, with diacritics.
        kind: How the value is written.
        required: An empty value makes the field red.
        aliases: Other printings of the label (older or newer versions of the form).
        section: Name of the block of the form the label must stand in, "" for any.
        sources: Extra sources that can give this value: names of code fields ("qr:full_name").
    """

    name: str
    label: str
    kind: ValueKind = ValueKind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    section: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A block of a form, from the line that opens it to the next section."""

    name: str
    opens_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperType:
    """One type of paper.

    Attributes:
        code: Stable code ("birth_declaration", "cccd_front").
        title: Official name, Vietnamese.
        title_lines: Title lines as printed; one of them must be found.
        phrases: Phrases that support the type.
        excludes: Phrases or titles that rule it out.
        sections: Blocks in printed order.
        fields: Fields in printed order.
        source: Law or regulation the form comes from.
        valid_from: First day (ISO date) of the form, "" if unknown.
        valid_to: Last day (ISO date), "" while in force.
    """

    code: str
    title: str
    title_lines: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    fields: tuple[FieldDefinition, ...] = field(default=())
    source: str = ""
    valid_from: str = ""
    valid_to: str = ""
