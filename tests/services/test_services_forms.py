"""Forms made from a sample, tried on another, saved, and learned from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.catalog.base import ChangeKind
from app.domain.ids import DossierId
from app.services.form_draft import (
    DraftField,
    FieldChoices,
    FieldDoubled,
    FieldUnnamed,
    FormCodeTaken,
    FormDraft,
    FormError,
    FormWithoutCode,
    FormWithoutFields,
    FormWithoutTitle,
    SampleWithoutWords,
    TooFewAnchors,
    ZonesOverlap,
    add_field,
    add_section,
    build_paper,
    code_of,
    kind_of,
    new_draft,
    without_section,
)
from app.services.form_jobs import FoundBy
from app.services.form_learning import accept, confirmed_values, form_proposals
from app.services.forms import (
    Sample,
    SampleWithoutPage,
    export_form,
    known_forms,
    move_form,
    open_form,
    sample_of_file,
    sample_of_page,
    save_form,
    try_form,
)
from app.services.review import FieldKey, confirm_field, correct_field
from ocr.reading import FieldReading, FieldSource, FieldState, PaperGuess
from ocr.understanding.forms import FieldDefinition, PaperType, Section, ValueKind
from ocr.understanding.lessons import AliasProposal, ZoneProposal
from ocr.understanding.printing import SamplePage, find_label
from ocr.understanding.understand import understand
from ocr.words import PageText
from tests.fakes.counter_station import CounterStation
from tests.fakes.drawn_forms import (
    FIRST,
    PAGE,
    SECOND,
    TITLE,
    FormReader,
    filled,
    own_catalog,
    page_of,
    without,
    words_of,
)

LABELS = ("Họ và tên chủ hộ:", "Ngày sinh:", "Nơi thường trú:", "Số lượng nhà yến:")
SAMPLE = SamplePage(words_of(FIRST), PAGE[0])
PICTURE = b"\x89PNG to mau"


@pytest.fixture
def world(tmp_path: Path) -> CounterStation:
    world = CounterStation(reader=FormReader())
    world.station = replace(world.station, forms=own_catalog(tmp_path))
    return world


def drawn() -> FormDraft:
    """A form of four fields drawn on the first sample."""
    paper = PaperType("don_nuoi_yen", "Đơn xin cấp giấy phép nuôi chim yến", (TITLE,))
    draft = replace(new_draft(), paper=paper, printing="Bản in 1")
    for label in LABELS:
        box = find_label(SAMPLE.text, label)
        assert box is not None
        draft = add_field(draft, SAMPLE, box)
    return draft


def test_add_field_suggests_code_kind_and_place_of_the_value() -> None:
    fields = drawn().fields

    assert [field.name for field in fields] == [
        "ho_va_ten_chu_ho",
        "ngay_sinh",
        "noi_thuong_tru",
        "so_luong_nha_yen",
    ]
    assert [field.definition.kind for field in fields] == [
        ValueKind.NAME,
        ValueKind.DATE,
        ValueKind.ADDRESS,
        ValueKind.NUMBER,
    ]
    assert fields[0].definition.label == "Họ và tên chủ hộ"
    assert all(field.value is not None and field.value[0] > 200 for field in fields)


def test_form_of_one_sample_reads_another_shifted_and_scaled_one() -> None:
    paper = build_paper(drawn(), SAMPLE)
    page = words_of(SECOND, scale=0.85, shift=(130, 95))

    read = understand(page, (), (paper,))

    assert read.paper is not None
    assert read.paper.code == "don_nuoi_yen"
    assert {field.name: field.value for field in read.fields} == {
        "ho_va_ten_chu_ho": "Nguyễn Văn Hùng",
        "ngay_sinh": "17/11/1975",
        "noi_thuong_tru": "Thôn Đông, xã Hoằng Tiến",
        "so_luong_nha_yen": "12",
    }


def test_zone_gives_the_value_where_the_label_was_not_read(world: CounterStation) -> None:
    page = words_of(SECOND, scale=0.85, shift=(130, 95))
    torn = without(page, lambda word: word.text in {"Ngày", "sinh:"})

    trial = try_form(world.station, drawn(), SAMPLE, Sample("b", b"", page_of(torn)))

    found = {row.label: (row.value, row.found_by) for row in trial.rows}
    assert found["Ngày sinh"] == ("17/11/1975", FoundBy.ZONE)
    assert found["Nơi thường trú"][1] is FoundBy.BOTH
    assert trial.is_told
    assert trial.agreed >= 0.8 * trial.anchors > 0
    assert trial.printing == "Bản in 1"


def test_try_form_on_a_page_of_another_kind_finds_nothing(world: CounterStation) -> None:
    page = words_of(("GIẤY MỜI HỌP", "Trân trọng kính mời ông bà đến dự"))

    trial = try_form(world.station, drawn(), SAMPLE, Sample("c", b"", page_of(page)))

    assert (trial.printing, trial.agreed, trial.is_told) == ("", 0, False)
    assert {row.found_by for row in trial.rows} == {FoundBy.NOTHING}


def changed(draft: FormDraft, number: int, **values: object) -> FormDraft:
    field = draft.fields[number]
    definition = replace(field.definition, **values)  # type: ignore[arg-type]  # any attribute
    return draft.with_field(number, replace(field, definition=definition))


def test_build_paper_refuses_what_is_wrong_with_its_own_error() -> None:
    draft = drawn()
    first, second = draft.fields[0], draft.fields[1]
    far = replace(second, value=first.value)
    cases: list[tuple[FormDraft, type[FormError]]] = [
        (replace(draft, paper=replace(draft.paper, title=" ")), FormWithoutTitle),
        (replace(draft, paper=replace(draft.paper, title_lines=())), FormWithoutTitle),
        (replace(draft, paper=replace(draft.paper, code="Đơn yến")), FormWithoutCode),
        (replace(draft, fields=()), FormWithoutFields),
        (changed(draft, 0, label=""), FieldUnnamed),
        (changed(draft, 0, name="Họ tên"), FieldUnnamed),
        (changed(draft, 1, name="ho_va_ten_chu_ho"), FieldDoubled),
        (changed(draft, 1, kind=ValueKind.CHOICE, choices=("Có",)), FieldChoices),
        (draft.with_field(1, far), ZonesOverlap),
    ]

    for wrong, error in cases:
        with pytest.raises(error):
            build_paper(wrong, SAMPLE)


def test_build_paper_wants_words_on_the_sample_and_anchors_enough() -> None:
    draft = drawn()
    whole = (0, 0, PAGE[0], PAGE[1])
    alone = replace(draft, fields=(replace(draft.fields[0], value=whole),))

    with pytest.raises(SampleWithoutWords):
        build_paper(draft, SamplePage(PageText(), PAGE[0]))
    with pytest.raises(TooFewAnchors):
        build_paper(alone, SAMPLE)


def test_sections_give_codes_their_role_and_go_with_their_fields() -> None:
    draft = add_section(drawn(), "Phần dành cho người nộp thay:")
    box = find_label(SAMPLE.text, "Ngày sinh:")
    assert box is not None

    [section] = draft.paper.sections
    more = add_field(draft, SAMPLE, box, section.name)

    assert more.fields[-1].name == "phan_danh_cho_nguoi_nop_thay.ngay_sinh"
    assert without_section(more, section.name).fields[-1].definition.section == ""
    with pytest.raises(FieldUnnamed):
        add_section(draft, " … ")


@pytest.mark.parametrize(
    ("label", "code", "kind"),
    [
        ("Họ, chữ đệm, tên (1):", "ho_chu_dem_ten", ValueKind.NAME),
        ("Số định danh cá nhân", "so_dinh_danh_ca_nhan", ValueKind.PERSONAL_ID),
        ("……", "truong", ValueKind.TEXT),
        ("Địa chỉ", "dia_chi", ValueKind.ADDRESS),
    ],
)
def test_code_of_and_kind_of_labels(label: str, code: str, kind: ValueKind) -> None:
    assert code_of(label) == code
    assert code_of(label, [code]) == f"{code}_2"
    assert kind_of(label) is kind


def test_save_form_reports_and_opens_again_with_its_frames(world: CounterStation) -> None:
    draft = drawn()

    saved = save_form(world.station, draft, SAMPLE)

    assert [(c.kind, c.table, c.code) for c in saved.changes] == [
        (ChangeKind.ADDED, "paper", "don_nuoi_yen")
    ]
    assert known_forms(world.station)[0] == saved.paper
    again = open_form(world.station, saved.paper, Sample("a", b"", page_of(SAMPLE.text)))
    assert again.printing == "Bản in 1"
    for before, after in zip(draft.fields, again.fields, strict=True):
        assert before.value is not None
        assert after.value is not None
        assert max(abs(a - b) for a, b in zip(before.value, after.value, strict=True)) <= 2


def test_save_form_twice_changes_nothing_and_a_new_one_may_not_take_its_code(
    world: CounterStation,
) -> None:
    draft = drawn()
    save_form(world.station, draft, SAMPLE)

    assert save_form(world.station, replace(draft, opened="don_nuoi_yen"), SAMPLE).changes == ()
    with pytest.raises(FormCodeTaken):
        save_form(world.station, draft, SAMPLE)


def test_zones_of_a_shipped_paper_are_added_and_a_rename_keeps_other_printings(
    world: CounterStation,
) -> None:
    saved = save_form(world.station, drawn(), SAMPLE).paper
    draft = open_form(world.station, saved, None)
    renamed = changed(draft, 1, name="chu_ho.ngay_sinh")

    paper = save_form(world.station, renamed, None).paper

    assert [zone.field for zone in paper.layouts[0].zones][1] == "chu_ho.ngay_sinh"
    birth = next(each for each in known_forms(world.station) if each.code == "birth_declaration")
    assert open_form(world.station, birth, None).opened == "birth_declaration"


def test_move_form_takes_the_frames_along_to_another_sample(world: CounterStation) -> None:
    page = words_of(SECOND, scale=0.85, shift=(130, 95))

    moved = move_form(world.station, drawn(), SAMPLE, Sample("b", b"", page_of(page)))

    paper = build_paper(moved, SamplePage(page, PAGE[0]))
    read = understand(words_of(FIRST), (), (paper,))
    assert next(f.value for f in read.fields if f.name == "ngay_sinh") == "05/03/1988"
    strange = Sample("c", b"", page_of(words_of(("GIẤY MỜI HỌP",))))
    assert move_form(world.station, drawn(), SAMPLE, strange).frames == {}


def test_exported_form_is_imported_by_another_station(
    world: CounterStation, tmp_path: Path
) -> None:
    save_form(world.station, drawn(), SAMPLE)
    target = tmp_path / "mau.json"
    export_form(world.station, "don_nuoi_yen", target)
    other = own_catalog(tmp_path / "other")

    found = other.bring([target], apply=True)

    assert [(c.kind, c.code) for c in found] == [(ChangeKind.ADDED, "don_nuoi_yen")]
    assert other.in_use().paper("don_nuoi_yen") == world.station.forms.own_papers()[0]


def test_sample_of_file_reads_it_and_refuses_pages_and_blank_paper(
    world: CounterStation, tmp_path: Path
) -> None:
    file = tmp_path / "mau.png"
    file.write_bytes(PICTURE)
    blank = tmp_path / "trang.png"
    blank.write_bytes(b"\x89PNG trang")
    world.reader.readings[PICTURE] = page_of(SAMPLE.text)

    sample = sample_of_file(world.station, file)

    assert (sample.name, sample.page.width_px) == ("mau.png", PAGE[0])
    with pytest.raises(SampleWithoutPage):
        sample_of_file(world.station, file, 2)
    with pytest.raises(SampleWithoutWords):
        sample_of_file(world.station, blank)


# Learning from confirmed values


def later_printing(name: str, birth: str) -> tuple[str, ...]:
    """The form as another printer has it: another label, and the date further down."""
    lines = list(filled(name, birth, "Thôn Trung, xã Hoằng Tiến", "3"))
    lines[7] = f"Sinh vào hồi: {birth}"
    return tuple(lines)


def read_as_declaration(world: CounterStation, text: PageText, birth: str) -> DossierId:
    """A dossier whose page was read as the form, with nothing found for the date."""
    empty = FieldReading(
        "ngay_sinh", "Ngày sinh", "", FieldState.RED, 0.0, FieldSource.OCR, None, "field.empty"
    )
    guess = PaperGuess("don_nuoi_yen", "Đơn", 0.9)
    reading = replace(page_of(text), paper=guess, fields=(empty,))
    home = world.add_dossier([(b"\x89PNG" + birth.encode(), reading)])
    page = world.pages(home)[0]
    correct_field(world.station, FieldKey(home, page.id, "ngay_sinh"), birth)
    return home


def test_three_agreeing_corrections_make_a_proposal_and_two_none(world: CounterStation) -> None:
    saved = save_form(world.station, drawn(), SAMPLE).paper
    births = ("11/02/1990", "23/08/1979", "30/12/1966")

    counts = []
    for number, birth in enumerate(births):
        read_as_declaration(
            world, words_of(later_printing(f"Trần Văn {'ABC'[number]}", birth)), birth
        )
        counts.append(len(form_proposals(world.station, saved)))

    assert counts[:2] == [0, 0]
    found = form_proposals(world.station, saved)
    alias = next(each for each in found if isinstance(each, AliasProposal))
    assert (alias.field, alias.alias, alias.count) == ("ngay_sinh", "Sinh vào hồi", 3)
    assert len(list(confirmed_values(world.station, saved))) == 3


def test_confirmed_values_leave_out_what_stands_twice_or_nowhere(world: CounterStation) -> None:
    saved = save_form(world.station, drawn(), SAMPLE).paper
    twice = words_of((*later_printing("Trần Văn A", "11/02/1990"), "Ngày nộp: 11/02/1990"))
    read_as_declaration(world, twice, "11/02/1990")
    read_as_declaration(world, words_of(FIRST), "01/01/2001")

    assert list(confirmed_values(world.station, saved)) == []


def test_accept_adds_the_label_or_moves_the_zone() -> None:
    draft = open_draft()
    zone = replace(draft.paper.layouts[0].zones[0], box=(0.5, 0.5, 0.6, 0.52))

    with_alias = accept(draft, AliasProposal("ngay_sinh", "Sinh vào hồi", 3))
    with_zone = accept(draft, ZoneProposal(zone.field, "Bản in 1", zone, 3))

    assert with_alias.fields[1].definition.aliases == ("Sinh vào hồi",)
    assert zone in with_zone.paper.layouts[0].zones
    assert len(with_zone.paper.layouts[0].zones) == 4
    assert accept(with_alias, AliasProposal("ngay_sinh", "Sinh vào hồi", 3)) == with_alias


def open_draft() -> FormDraft:
    paper = build_paper(drawn(), SAMPLE)
    fields = tuple(DraftField(each, known_as=each.name) for each in paper.fields)
    return FormDraft(paper, fields, "Bản in 1", paper.code)


def test_sample_of_page_takes_what_was_read(world: CounterStation) -> None:
    home = world.add_dossier([(PICTURE, page_of(SAMPLE.text))])

    sample = sample_of_page(world.station, world.pages(home)[0])

    assert sample.page == SAMPLE
    assert sample.picture == PICTURE


def test_confirmed_field_counts_with_the_place_it_was_read_at(world: CounterStation) -> None:
    paper = PaperType(
        "don_nuoi_yen",
        "Đơn",
        (TITLE,),
        (),
        (),
        (Section("a", ("b",)),),
        (FieldDefinition("x", "X"),),
    )
    value = FieldReading("x", "X", "a", FieldState.AMBER, 0.5, FieldSource.OCR, (1, 2, 3, 4))
    reading = replace(
        page_of(words_of(FIRST)), paper=PaperGuess("don_nuoi_yen", "Đơn", 0.9), fields=(value,)
    )
    home = world.add_dossier([(PICTURE, reading)])

    confirm_field(world.station, FieldKey(home, world.pages(home)[0].id, "x"))

    assert [each.box for each in confirmed_values(world.station, paper)] == [(1, 2, 3, 4)]
