"""An independent judge, veraPDF, accepts every kind of file that is assembled.

One Java process judges all files: starting it costs more than a hundred verdicts.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest

from ocr.compression.layers import Profile, encode_layers
from ocr.pdf.pdfa import DocumentMetadata, PdfPage, assemble
from ocr.words import Line, PageText, Word
from tests.oracles.verapdf import JudgeMissing, find_java, judge

Pixels = npt.NDArray[np.uint8]
Draw = Callable[..., Pixels]
Pdf = pikepdf.Pdf

DPI = 100
PLAIN = DocumentMetadata("Tờ khai", "G06.01", datetime(2026, 11, 22, 7, 30, tzinfo=UTC))

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = tuple(vowel + tone for vowel, tone in itertools.product("aăâeêioôơuưy", TONES))
LETTERS = (*VOWELS, *(vowel.upper() for vowel in VOWELS), "đ", "Đ")
"""All Vietnamese vowels with every tone, and đ, decomposed."""

TEXTS: dict[str, tuple[str, ...]] = {
    "composed": tuple(unicodedata.normalize("NFC", letter) for letter in LETTERS),
    "decomposed": LETTERS,
    "lone marks": ("\u0301", "\u0323a", "e\u0302\u0323\u0301\u0300", "\u031b"),
    "quotes": ("“Hà", "Nội”", "‘a’", "«b»", '"c"', "'d'", "(e)", "\\f)", "<g>", "[h]", "%i", "/k"),
    "signs": ("…", "–", "—", "•", "№", "½", "²", "€", "100.000₫", "☐", "☑", "℃", "\u00ad", "ﬁ"),
    "astral": ("😀", "👨‍👩‍👧", "🇻🇳", "𠀀", "𝔸", "\U000f0000", "\U0010fffd", "\ue000"),
    "no letters": ("\0", "\ufeff", "\ufffe", "\uffff", "\ud800", "\x1f", "\x7f", "\ufdd0"),
    "mixed with no letters": ("a\0b", "\ufeffc", "d\ufffe", "e\u200bf", "\u202eg", "h\u2028i"),
    "other scripts": (
        "中文",
        "日本語",
        "한국어",
        "ไทย",
        "ລາວ",
        "ភាសា",
        "עברית",
        "العربية",
        "русский",
    ),
    "long word": ("nghiêng" * 500,),
    "many letters": tuple(chr(code) for code in range(0x21, 0x21 + 1500)),
}

ODD = "\x00\x1f<&>\"']]>--><?x?>{}\\()\u200b\u202e\ufeff\ufffe😀 \u0065\u0302\u0323 Hộ"


@dataclass
class Sheet:
    """A page and its words for `assemble`."""

    image: Pixels
    lines: list[Line] = field(default_factory=list)
    profile: Profile = Profile.STANDARD
    dpi: int = DPI

    @property
    def page(self) -> PdfPage:
        height, width = self.image.shape[:2]
        layers = encode_layers(self.image, self.dpi, self.profile)
        return PdfPage(layers, PageText(tuple(self.lines)), width, height, self.dpi)


def white(width: int, height: int) -> Pixels:
    return np.full((height, width, 3), 255, np.uint8)


def line_of(texts: tuple[str, ...], y: int = 60, step: int = 12) -> Line:
    words = (Word(t, (40 + i * step, y, 50 + i * step, y + 14), 0.9) for i, t in enumerate(texts))
    return Line(tuple(words))


def grain(width: int, height: int) -> Pixels:
    """Something that is neither print nor paper."""
    return np.random.default_rng(5).integers(90, 150, (height, width, 3), dtype=np.uint8)


def full_metadata() -> DocumentMetadata:
    """Every text value at its greatest length or near it."""
    lengths = {"code_number": 11, "doc_code": 30, "mode": 20, "language": 5}
    texts = {
        each.name: ("ự" * 600)[: lengths.get(each.name, 30)]
        for each in fields(DocumentMetadata)
        if each.type == "str" and each.name != "language"
    }
    moment = datetime(2024, 2, 29, 23, 59, 59, 999_999, timezone(timedelta(hours=7)))
    return DocumentMetadata(
        **{**texts, "title": "ự" * 2000, "subject": "ệ" * 500},  # type: ignore[arg-type]  # str only
        created_at=moment,
        issued_date=date(1954, 1, 1),
    )


def odd_metadata() -> DocumentMetadata:
    code = ODD[-20:]
    return DocumentMetadata(
        title=ODD, doc_code=code, created_at=PLAIN.created_at, type_name=ODD, organ_name=ODD,
        subject=ODD, description=ODD, keywords=ODD, code_notation=code, creator_tool=ODD,
    )  # fmt: skip


def by_text() -> Iterator[tuple[str, list[PdfPage]]]:
    for name, texts in TEXTS.items():
        rows = [line_of(texts[i : i + 40], 20 + i // 2) for i in range(0, len(texts), 40)]
        yield f"text: {name}", [Sheet(white(600, 800), rows).page]
    many = Sheet(white(827, 1169), [line_of(("từ",) * 500, y, step=2) for y in range(20, 260, 30)])
    yield "text: 500 words in a line", [many.page]
    flat = Line((Word("dẹt", (10, 10, 10, 10), 0.0), Word("xa", (-50, 9000, 9999, 9001), 1.0)))
    yield "text: boxes flat and outside", [Sheet(white(300, 300), [flat]).page]


def by_page(drawn: Pixels, seal: Pixels) -> Iterator[tuple[str, list[PdfPage]]]:
    words = [line_of(("Độc", "lập", "–", "Tự", "do"))]
    for profile in Profile:
        for name, image in (("print", drawn), ("seal", seal), ("grain", grain(200, 300))):
            yield f"profile: {profile} {name}", [Sheet(image, words, profile).page]
        yield f"profile: {profile} blank", [Sheet(white(827, 1169), [], profile).page]
    yield "size: 1 cm", [Sheet(grain(39, 39), words).page]
    yield "size: 1 cm at 600", [Sheet(grain(236, 236), words, dpi=600).page]
    yield "size: A3", [Sheet(white(1169, 1654), words).page]
    yield "size: strip", [Sheet(white(40, 3000), words).page]
    page, silent = Sheet(seal, words).page, Sheet(drawn).page
    yield "pages: 2", [page, silent]
    yield "pages: 30", [page, silent, Sheet(white(300, 300)).page] * 10


def spoil_intent(pdf: Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def spoil_unicode(pdf: Pdf) -> None:
    del pdf.pages[0].Resources.Font.F1["/ToUnicode"]


def spoil_schema(pdf: Pdf) -> None:
    name = b"<pdfaProperty:name>"
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(name + b"DocCode", name + b"Code"))


def spoil_actions(pdf: Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.OpenAction = script


def spoil_claim(pdf: Pdf) -> None:
    del pdf.Root["/Metadata"]


SPOILS = (spoil_intent, spoil_unicode, spoil_schema, spoil_actions, spoil_claim)


def spoiled(source: Path, folder: Path) -> dict[str, Path]:
    """Copies of `source` that break one rule each."""
    made = {}
    for spoil in SPOILS:
        made[spoil.__name__] = folder / f"{spoil.__name__}.pdf"
        with pikepdf.open(source) as pdf:
            spoil(pdf)
            pdf.save(made[spoil.__name__])
    return made


@pytest.fixture
def need_judge() -> None:
    """veraPDF, or a skip."""
    try:
        find_java()
    except JudgeMissing as missing:
        pytest.skip(str(missing))


@pytest.mark.usefixtures("need_judge")
def test_assemble_every_kind_of_file_is_accepted_and_every_spoiled_one_is_not(
    paint: Draw, look: Any, tmp_path: Path
) -> None:
    drawn, seal = paint(look=look(dpi=DPI, noise=4.0)), paint(look=look(dpi=DPI, seal=True))
    plain = Sheet(drawn, [line_of(("Tờ", "khai"))]).page
    kinds = dict([*by_text(), *by_page(drawn, seal)])
    written = {name: (pages, PLAIN) for name, pages in kinds.items()}
    written["metadata: full"] = ([plain], full_metadata())
    written["metadata: odd"] = ([plain], odd_metadata())

    good = {name: tmp_path / f"{number}.pdf" for number, name in enumerate(written)}
    for name, (pages, metadata) in written.items():
        assemble(pages, metadata, good[name])
    bad = spoiled(good["pages: 2"], tmp_path)
    verdicts = {each.path: each.problems for each in judge([*good.values(), *bad.values()])}

    assert {name: verdicts[path] for name, path in good.items() if verdicts[path]} == {}
    assert [name for name, path in bad.items() if not verdicts[path]] == []
