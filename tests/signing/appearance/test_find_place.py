"""Places of stamps on small letters, by what stands on their pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest

from benchmarks.position_sheets import Page, Sheet, as_pdf
from signing.appearance.find import find_place, look_at_page
from signing.appearance.fonts import Face
from signing.appearance.places import Place, PlaceNote, PlaceTemplate, SavedSpot, Why
from signing.appearance.rules import AppearanceRules
from signing.appearance.stamps import Box, Role
from signing.appearance.words import TextWord
from signing.errors import BadRequest, DamagedPdf, EncryptedPdf, NoPlaceFound, PdfUnreadable

A4 = Sheet(595, 842)
SIZE = (110.0, 50.0)
SIGNER = "Lê Thị Hồng Điệp"
Line = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes files and looks for places in them."""

    face: Face
    rules: AppearanceRules
    size: tuple[float, float] = SIZE
    more: dict[str, object] = field(default_factory=dict)

    def page(self, lines: Sequence[Line], sheet: Sheet = A4) -> Page:
        page = Page(sheet, self.face)
        for text, x, y in lines:
            page.write(text, x, y, 13, 0.5)
        return page

    def written(self, *pages: Sequence[Line], sheet: Sheet = A4) -> bytes:
        return as_pdf([self.page(lines, sheet) for lines in pages], None)

    def place(self, pdf: bytes, role: Role = Role.PERSON, signer: str = SIGNER) -> Place:
        template = PlaceTemplate(self.size, self.rules, **self.more)  # type: ignore[arg-type]
        return find_place(pdf, signer, role, template)


@pytest.fixture
def letters(face: Face, rules: AppearanceRules) -> Letters:
    return Letters(face, rules)


def _block(x: float = 420, y: float = 400, name: str = SIGNER, gap: float = 80) -> list[Line]:
    return [("KT. CHỦ TỊCH", x, y + 18), ("PHÓ CHỦ TỊCH", x, y), (name, x, y - gap - 10)]


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def test_find_place_between_title_and_name_is_sure(letters: Letters) -> None:
    place = letters.place(letters.written(_block()))

    assert place.why is Why.NAME_AND_TITLE
    assert not place.needs_look
    assert _middle(place.box) == pytest.approx((420, 357), abs=5)
    assert (place.box[2] - place.box[0], place.box[3] - place.box[1]) == pytest.approx(SIZE)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_find_place_on_turned_page_is_in_the_same_seen_place(letters: Letters, turn: int) -> None:
    sheet = Sheet(595, 842, turn, (30, 12))
    upright = letters.place(letters.written(_block()))

    pdf = letters.written(_block(), sheet=sheet)
    place = letters.place(pdf)

    seen = look_at_page(pdf, 0).seen(place.box)
    assert seen == pytest.approx(upright.box, abs=0.5)


def test_find_place_of_one_of_two_signers_is_his_own(letters: Letters) -> None:
    pdf = letters.written([*_block(160, name="Trần Văn Bình"), *_block(430)])

    mine, his = letters.place(pdf), letters.place(pdf, signer="Trần Văn Bình")

    assert _middle(mine.box)[0] == pytest.approx(430, abs=1)
    assert _middle(his.box)[0] == pytest.approx(160, abs=1)


def test_find_place_name_broken_over_two_lines_is_found(letters: Letters) -> None:
    lines = [*_block(name="PGS.TS. Lê Thị"), ("Hồng Điệp", 420, 295)]

    place = letters.place(letters.written(lines))

    assert place.why is Why.NAME_AND_TITLE
    assert _middle(place.box) == pytest.approx((420, 357), abs=6)


@pytest.mark.parametrize("signer", ["Lò Quốc Phượng", "Đỗ Thị Hồng Điệp"])
def test_find_place_reads_names_whose_accents_are_letters_of_their_own(
    letters: Letters, signer: str
) -> None:
    pdf = as_pdf([letters.page(_block(name=signer))], None, form="NFD")

    place = letters.place(pdf, signer=signer)

    assert place.why is Why.NAME_AND_TITLE
    assert not place.needs_look
    assert _middle(place.box) == pytest.approx((420, 357), abs=8)


def test_find_place_rank_on_its_own_line_is_not_covered(letters: Letters) -> None:
    lines = [*_block(), ("Thượng tá", 420, 326)]

    place = letters.place(letters.written(lines))

    assert place.why is Why.NAME_AND_TITLE
    assert place.box[1] > 334


def test_find_place_two_equal_blocks_takes_the_right_one_and_asks(letters: Letters) -> None:
    pdf = letters.written([*_block(160), *_block(430)])

    place = letters.place(pdf)

    assert _middle(place.box)[0] == pytest.approx(430, abs=1)
    assert PlaceNote.SEVERAL_HITS in place.notes
    assert place.needs_look
    assert len(place.others) == 1


def test_find_place_block_before_appendices_is_found(letters: Letters) -> None:
    appendix: list[Line] = [("Phụ lục kèm theo", 300, 700)]

    place = letters.place(letters.written(_block(), appendix, appendix, appendix))

    assert place.page_index == 0
    assert PlaceNote.NOT_AT_END in place.notes


def test_find_place_name_without_title_asks(letters: Letters) -> None:
    place = letters.place(letters.written([(SIGNER, 420, 300)]))

    assert place.why is Why.NAME_ONLY
    assert place.needs_look


def test_find_place_small_gap_gets_a_smaller_box_and_asks(letters: Letters) -> None:
    place = letters.place(letters.written(_block(gap=34)))

    assert PlaceNote.SMALL_GAP in place.notes
    assert place.box[3] - place.box[1] < 34
    assert place.needs_look


def test_find_place_drawing_in_the_gap_is_not_covered(letters: Letters) -> None:
    page = letters.page(_block(gap=110))
    page.rules.append((380, 340, 460, 346))

    place = letters.place(as_pdf([page], None))

    assert place.box[1] >= 346 - 0.5 or place.box[3] <= 340 + 0.5
    assert place.notes


def test_find_place_gap_full_of_ink_falls_back_to_nothing(letters: Letters) -> None:
    page = letters.page(_block())
    page.rules += [(300, y, 540, y + 3) for y in range(320, 400, 6)]

    with pytest.raises(NoPlaceFound):
        letters.place(as_pdf([page], None))


def test_find_place_below_title_without_name_asks(letters: Letters) -> None:
    place = letters.place(
        letters.written([("TM. ỦY BAN NHÂN DÂN", 420, 418), ("CHỦ TỊCH", 420, 400)])
    )

    assert place.why is Why.TITLE_ONLY
    assert place.needs_look
    assert place.box[3] < 400


def test_find_place_above_somebody_else_is_not_taken(letters: Letters) -> None:
    with pytest.raises(NoPlaceFound):
        letters.place(letters.written(_block(name="Trần Văn Bình")))


def test_find_place_below_a_units_own_line(letters: Letters) -> None:
    own = Letters(letters.face, letters.rules, more={"keywords": ("Người được ủy nhiệm",)})

    place = own.place(own.written([("Người được ủy nhiệm", 420, 400)]))

    assert place.why is Why.KEYWORD


def _with_field(
    pdf: bytes, box: Sequence[float], *, signed: bool, name: str = "NguoiKy_1"
) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        widget = opened.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Sig,
                T=name,
                Rect=pikepdf.Array(box),
            )
        )
        if signed:
            widget.V = pikepdf.Dictionary(Type=pikepdf.Name.Sig)
        opened.pages[0].obj.Annots = pikepdf.Array([widget])
        opened.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([widget]))
        made = io.BytesIO()
        opened.save(made)
        return made.getvalue()


def test_find_place_without_words_takes_an_empty_field(letters: Letters) -> None:
    pdf = _with_field(letters.written([]), (300, 100, 400, 200), signed=False)

    place = letters.place(pdf)

    assert place.why is Why.EMPTY_FIELD
    assert _middle(place.box) == pytest.approx((350, 150))
    assert place.box[2] - place.box[0] == pytest.approx(100)


def test_find_place_keeps_off_a_signature_that_is_there(letters: Letters) -> None:
    taken = (340.0, 330.0, 440.0, 360.0)
    pdf = _with_field(letters.written(_block(gap=120)), taken, signed=True)

    place = letters.place(pdf)

    assert place.box[1] >= taken[3] or place.box[3] <= taken[1] or place.box[0] >= taken[2]


def test_find_place_saved_spot_is_the_last_resort(letters: Letters) -> None:
    spot = SavedSpot(-1, (300, 100, 410, 150))
    saved = Letters(letters.face, letters.rules, more={"saved": spot})

    place = saved.place(saved.written([], []))

    assert (place.page_index, place.box, place.why) == (1, spot.box, Why.SAVED_SPOT)
    assert place.needs_look


@pytest.mark.parametrize("spot", [SavedSpot(5, (0, 0, 9, 9)), SavedSpot(0, (500, 0, 700, 50))])
def test_find_place_saved_spot_outside_the_file_is_no_place(
    letters: Letters, spot: SavedSpot
) -> None:
    saved = Letters(letters.face, letters.rules, more={"saved": spot})

    with pytest.raises(NoPlaceFound):
        saved.place(saved.written([]))


def test_find_place_words_of_a_reader_count_instead_of_the_text_layer(letters: Letters) -> None:
    words = {
        0: [
            TextWord("GIÁM", (380, 400, 418, 410)),
            TextWord("ĐỐC", (422, 400, 455, 410)),
            *(
                TextWord(w, (360 + 35 * n, 310, 390 + 35 * n, 320))
                for n, w in enumerate(SIGNER.split())
            ),
        ]
    }
    template = PlaceTemplate(SIZE, letters.rules)

    place = find_place(letters.written([]), SIGNER, Role.PERSON, template, words=words)

    assert place.why is Why.NAME_AND_TITLE


@pytest.mark.parametrize("sheet", [A4, Sheet(1191, 842), Sheet(595, 842, 90, (20, 20))])
def test_find_place_of_copy_is_top_right(letters: Letters, sheet: Sheet) -> None:
    small = Letters(letters.face, letters.rules, size=(120, 34))
    pdf = small.written([("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 400, 780)], sheet=sheet)

    place = small.place(pdf, Role.COPY)

    seen = look_at_page(pdf, 0)
    box = seen.seen(place.box)
    assert place.why is Why.CORNER
    assert seen.size_pt[0] - box[2] == pytest.approx(15 * 72 / 25.4)
    assert seen.size_pt[1] - box[3] == pytest.approx(8)


def test_find_place_of_copy_keeps_off_what_is_printed_there(letters: Letters) -> None:
    small = Letters(letters.face, letters.rules, size=(120, 34))
    pdf = small.written([("MẪU SỐ 03", 500, 815)])

    place = small.place(pdf, Role.COPY)

    assert PlaceNote.MOVED in place.notes
    assert place.box[2] < 470


def test_find_place_of_copy_keeps_a_distance_from_a_high_title(letters: Letters) -> None:
    small = Letters(letters.face, letters.rules, size=(120, 34))
    pdf = small.written([("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 430, 788)])

    place = small.place(pdf, Role.COPY)

    assert place.box[3] == pytest.approx(842 - 4)
    assert not place.needs_look


def test_find_place_of_copy_on_full_edge_is_no_place(letters: Letters) -> None:
    page = letters.page([])
    page.rules.append((0, 780, 595, 842))
    small = Letters(letters.face, letters.rules, size=(120, 34))

    with pytest.raises(NoPlaceFound):
        small.place(as_pdf([page], None), Role.APPENDIX)


def test_find_place_of_check_is_bottom_right_of_the_last_page(letters: Letters) -> None:
    small = Letters(letters.face, letters.rules, size=(137, 8))

    place = small.place(small.written(_block(), []), Role.CHECK)

    assert place.page_index == 1
    assert place.box[3] < 25
    assert place.box[2] == pytest.approx(595 - 15 * 72 / 25.4)


def test_find_place_of_seal_is_over_a_third_of_the_signature(letters: Letters) -> None:
    person = (380.0, 330.0, 470.0, 370.0)
    pdf = _with_field(letters.written(_block()), person, signed=True)
    seal = Letters(letters.face, letters.rules, size=(102, 102))

    place = seal.place(pdf, Role.AGENCY, signer="")

    assert place.why is Why.SIGNATURE
    assert place.box[2] - person[0] == pytest.approx(90 / 3, abs=0.1)
    assert _middle(place.box)[1] == pytest.approx(350, abs=12)


def test_find_place_of_seal_without_signature_is_where_it_will_be(letters: Letters) -> None:
    seal = Letters(letters.face, letters.rules, size=(102, 102))
    pdf = letters.written(_block())

    person, place = letters.place(pdf), seal.place(pdf, Role.AGENCY)

    assert place.box[2] == pytest.approx(person.box[0] + 110 / 3, abs=0.1)


def test_find_place_of_seal_is_not_beside_another_seal(letters: Letters) -> None:
    pdf = _with_field(letters.written([]), (100, 100, 200, 200), signed=True, name="CoQuan")

    with pytest.raises(NoPlaceFound):
        letters.place(pdf, Role.AGENCY)


def _encrypted(letters: Letters) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(letters.written(_block()))) as pdf:
        pdf.save(made, encryption=pikepdf.Encryption(owner="chủ", user="khách"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda _: b"", DamagedPdf),
        (lambda _: b"%PDF-1.7 rubbish", DamagedPdf),
        (_encrypted, EncryptedPdf),
    ],
)
def test_find_place_in_unreadable_file_says_why(
    letters: Letters, make: Callable[[Letters], bytes], error: type[Exception]
) -> None:
    with pytest.raises(error):
        letters.place(make(letters))


def test_find_place_in_missing_file_says_so(letters: Letters, tmp_path: Path) -> None:
    template = PlaceTemplate(SIZE, letters.rules)

    with pytest.raises(PdfUnreadable):
        find_place(tmp_path / "không có.pdf", SIGNER, Role.PERSON, template)


def test_look_at_page_that_is_not_there_is_refused(letters: Letters) -> None:
    with pytest.raises(BadRequest):
        look_at_page(letters.written([]), 1)
