"""Papers of one dossier against each other."""

from __future__ import annotations

from ocr.reading import FieldReading, FieldSource, FieldState
from ocr.understanding.agreement import CONFLICT, PaperFields, agreed

ID = "038096000456"


def field(name: str, value: str, state: FieldState = FieldState.GREEN) -> FieldReading:
    return FieldReading(name, name, value, state, 0.95, FieldSource.OCR, (0, 0, 10, 10))


def card(*fields: FieldReading, key: str = "card") -> PaperFields:
    return PaperFields(key, proves_identity=True, fields=fields)


def form(*fields: FieldReading) -> PaperFields:
    return PaperFields("form", proves_identity=False, fields=fields)


BAO = (
    field("id_number", ID),
    field("full_name", "Trần Văn Bảo"),
    field("birth_date", "14/11/1996"),
)


def test_agreed_card_proves_a_doubtful_value_of_the_declaration() -> None:
    doubtful = field("requester.full_name", "Trần Văn Bảo", FieldState.AMBER)

    changed = agreed([card(*BAO), form(field("requester.id_document", ID), doubtful)])

    assert changed["form", "requester.full_name"].state is FieldState.GREEN
    assert len(changed) == 1


def test_agreed_card_outranks_the_declaration_and_is_not_doubted_itself() -> None:
    wrong = field("requester.birth_date", "14/11/1986")

    changed = agreed([card(*BAO), form(field("requester.id_document", ID), wrong)])

    reading = changed["form", "requester.birth_date"]
    assert (reading.state, reading.problem) == (FieldState.AMBER, CONFLICT)
    assert reading.value == "14/11/1986"
    assert reading.alternatives == ("14/11/1996",)
    assert ("card", "birth_date") not in changed


def test_agreed_two_declarations_that_differ_are_both_shown() -> None:
    one = form(field("a.id_document", ID), field("a.full_name", "Trần Văn Bảo"))
    other = PaperFields(
        "other",
        proves_identity=False,
        fields=(field("b.id_document", ID), field("b.full_name", "Trần Văn Bào")),
    )

    changed = agreed([one, other])

    assert changed["form", "a.full_name"].alternatives == ("Trần Văn Bào",)
    assert changed["other", "b.full_name"].alternatives == ("Trần Văn Bảo",)


def test_agreed_wrong_digit_is_found_through_name_and_birth_date() -> None:
    changed = agreed(
        [
            card(*BAO),
            form(
                field("requester.id_document", "038096000458"),
                field("requester.full_name", "Trần Văn Bảo"),
                field("requester.birth_date", "14/11/1996"),
            ),
        ]
    )

    assert changed["form", "requester.id_document"].alternatives == (ID,)


def test_agreed_persons_of_one_paper_are_never_mixed() -> None:
    child = field("child.full_name", "Trần Gia Hân", FieldState.AMBER)
    father = (field("father.id_document", ID), field("father.full_name", "Trần Văn Bảo"))

    changed = agreed([card(*BAO), form(child, field("child.ethnicity", "Tày"), *father)])

    assert changed == {}


def test_agreed_residence_of_the_card_says_nothing_about_the_declared_one() -> None:
    changed = agreed(
        [
            card(*BAO, field("residence", "Thôn 3, xã Vạn Lộc")),
            form(field("requester.id_document", ID), field("requester.residence", "Phố Mới")),
        ]
    )

    assert changed == {}


def test_agreed_old_number_beside_the_new_id_is_no_conflict() -> None:
    old = form(
        field("requester.id_document", "171234567"),
        field("requester.full_name", "Trần Văn Bảo"),
        field("requester.birth_date", "14/11/1996"),
    )

    assert agreed([card(*BAO), old]) == {}


def test_agreed_doubtful_card_convinces_nobody() -> None:
    unsure = card(field("id_number", ID), field("full_name", "Trần Văn Báo", FieldState.AMBER))
    declared = form(
        field("requester.id_document", ID), field("requester.full_name", "Trần Văn Bảo")
    )

    changed = agreed([unsure, declared])

    assert ("form", "requester.full_name") not in changed
    assert changed["card", "full_name"].state is FieldState.AMBER
    assert changed["card", "full_name"].alternatives == ("Trần Văn Bảo",)
