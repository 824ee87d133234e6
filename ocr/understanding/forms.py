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
    PROCEDURE_CODE = "procedure_code"
    NUMBER = "number"
    PHONE = "phone"
    EMAIL = "email"
    TIME = "time"
    DOC_NUMBER = "doc_number"
    TAX_CODE = "tax_code"
    INSURANCE_NUMBER = "insurance_number"
    PASSPORT_NUMBER = "passport_number"
    LAND_SERIAL = "land_serial"
    REGISTER_NUMBER = "register_number"
    REGISTRATION_NUMBER = "registration_number"
    BUSINESS_CODE = "business_code"
    ENTERPRISE_CODE = "enterprise_code"
    MONEY = "money"
    NUMBER_WORDS = "number_words"
    AREA = "area"
    RELATION = "relation"
    MARITAL_STATUS = "marital_status"
    CHOICE = "choice"


class Part(StrEnum):
    """A part of a paper that has a place of its own and no label."""

    NONE = ""
    DATE_LINE = "date_line"
    DATE_LINE_END = "date_line_end"
    SUBJECT = "subject"
    ISSUER = "issuer"
    SIGNER = "signer"


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
        critical: A wrong value harms (id, birth date, name): doubt wants a second, blind typing.
        column: Name of the column of the form the value stands in, "" for none; then the label
            heads the row.
        choices: Words beside the tick boxes of a choice, in printed order.
        part: Part of the paper that gives the value where no label does.
    """

    name: str
    label: str
    kind: ValueKind = ValueKind.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    section: str = ""
    sources: tuple[str, ...] = ()
    critical: bool = False
    column: str = ""
    choices: tuple[str, ...] = ()
    part: Part = Part.NONE


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a form with one person or thing in each: "Bên nữ", "Bên nam".

    Attributes:
        name: Stable name, the role where it is a person ("bride").
        heads: Printings of the head of the column.
    """

    name: str
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a table with a row for each entry; see `RowTable`."""

    name: str
    heads: tuple[str, ...]
    kind: ValueKind = ValueKind.TEXT


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table with a head and any number of rows: members of a household, lines of business.

    Attributes:
        name: Stable name; row 2 of column "full_name" gives the field "members.2.full_name".
        columns: Columns in printed order.
    """

    name: str
    columns: tuple[TableColumn, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A block of a form, from the line that opens it to the next section."""

    name: str
    opens_with: tuple[str, ...]


Place = tuple[float, float, float, float]
"""(x0, y0, x1, y1) on a form, origin top left, both directions in widths of the form."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A printed word of a form: folded letters, and where it stands."""

    letters: str
    box: Place

    @property
    def middle(self) -> tuple[float, float]:
        """Middle of the word in widths of the form."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True, slots=True)
class Zone:
    """Where the value of a field stands on a form; `line_height` in widths of the form."""

    field: str
    box: Place
    line_height: float


@dataclass(frozen=True, slots=True)
class FormLayout:
    """One printing of a form: its own words and the zones of its values.

    Attributes:
        name: Which printing ("2024, Sở Tư pháp").
        anchors: Words of the form itself.
        zones: Places of the values.
    """

    name: str
    anchors: tuple[Anchor, ...]
    zones: tuple[Zone, ...]


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
        columns: Columns that fields stand in, left to right as usually printed.
        tables: Tables with a row for each entry.
        layouts: Printings whose zones are known, made in the form editor.
        validity_months: How long the paper is good for after its date of issue, 0 = no bound.
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
    columns: tuple[Column, ...] = ()
    tables: tuple[RowTable, ...] = ()
    layouts: tuple[FormLayout, ...] = ()
    validity_months: int = 0
    source: str = ""
    valid_from: str = ""
    valid_to: str = ""
