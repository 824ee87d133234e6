"""Blocks every paper shares: national title, issuing agency, lines in the middle, running text."""

from __future__ import annotations

from benchmarks.corpus.fonts import Face
from benchmarks.corpus.render import Cell, FormStyle, Ink, Sheet, pt


def national_heading(sheet: Sheet, x_mid: int, y: int, *, size_pt: float = 13) -> int:
    """Draw the two lines of the national title around `x_mid`; give the next base line.

    Source: Nghị định 30/2020/NĐ-CP, Appendix I, part I, II.1.
    """
    name = Ink(Face.SERIF_BOLD, pt(size_pt - 1))
    motto = Ink(Face.SERIF_BOLD, pt(size_pt))
    sheet.text(x_mid, y, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", name, anchor="ms")
    box = sheet.text(x_mid, y + 66, "Độc lập - Tự do - Hạnh phúc", motto, anchor="ms")
    sheet.rule(box[0], box[2], y + 90)
    return y + 66 + 140


def issuer_heading(sheet: Sheet, x_mid: int, y: int, lines: tuple[str, ...]) -> None:
    """Draw the block of the issuing agency, the last line bold and underlined in part."""
    for number, line in enumerate(lines):
        is_last = number == len(lines) - 1
        face = Face.SERIF_BOLD if is_last else Face.SERIF
        box = sheet.text(x_mid, y + 62 * number, line, Ink(face, pt(12)), anchor="ms")
        if is_last:
            third = (box[2] - box[0]) // 3
            sheet.rule(box[0] + third, box[2] - third, y + 62 * number + 26)


def centred(sheet: Sheet, y: int, lines: tuple[tuple[str, Ink], ...], *, x_mid: int) -> int:
    """Draw lines one below the other around `x_mid`; give the next base line."""
    for text, ink in lines:
        sheet.text(x_mid, y, text, ink, anchor="ms")
        y += round(ink.size_px * 1.32)
    return y


def paragraph(sheet: Sheet, y: int, text: str, style: FormStyle) -> int:
    """Draw running text without a value, wrapped; give the next base line."""
    return sheet.row(y, style, Cell(text))
