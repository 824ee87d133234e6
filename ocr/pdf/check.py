"""Is this file really PDF/A-2u?

pikepdf knows the rules of level 2b. Level 2u adds that every font maps its codes to Unicode,
which is checked here, together with what our own files must have. The claim "U" and our own
metadata schema are unknown to pikepdf, so it judges a copy in memory without them; the schema
is compared word by word with the one that was proved with veraPDF.

Source: ISO 19005-2, 6.2.11.7 (Unicode), 6.6.2.3 (extension schemas), 6.6.4 (identification).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pikepdf.pdfa

from ocr.errors import DamagedInput
from ocr.pdf.metadata import EXTENSION, OWN_BEGIN

_LEVEL_CLAIM = re.compile(r"<pdfaid:conformance>\s*U\s*</pdfaid:conformance>")
_PART_CLAIM = re.compile(r"<pdfaid:part>\s*2\s*</pdfaid:part>")
_OWN_BLOCK = re.compile(re.escape(OWN_BEGIN) + r".*?</rdf:Description>", re.DOTALL)
_TARGETS = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_FORBIDDEN = {"0000", "FEFF", "FFFE"}


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a file is not accepted.

    Attributes:
        rule: Clause of the standard or name of an own rule.
        detail: Technical sentence.
    """

    rule: str
    detail: str


def check_pdfa(path: Path) -> list[Problem]:
    """All problems of a written file against PDF/A-2u; empty when it conforms.

    Raises:
        DamagedInput: The file cannot be opened as a PDF.
    """
    try:
        with pikepdf.open(path, inherit_page_attributes=False) as pdf:
            return [*_own_rules(pdf), *_rules_of_level_b(pdf)]
    except (pikepdf.PdfError, OSError) as error:
        raise DamagedInput(f"not a readable PDF: {type(error).__name__}") from error


def _own_rules(pdf: pikepdf.Pdf) -> Iterator[Problem]:
    if pdf.is_encrypted:
        yield Problem("6.1.3", "encrypted")
    packet = _packet(pdf)
    if not _PART_CLAIM.search(packet) or not _LEVEL_CLAIM.search(packet):
        yield Problem("6.6.4", "no claim of part 2, level U")
    intents = pdf.Root.get("/OutputIntents")
    if intents is None or not any(i.get("/DestOutputProfile") is not None for i in intents):
        yield Problem("6.2.3", "no output intent with a profile")
    if pdf.Root.get("/Lang") is None:
        yield Problem("own:language", "no language")
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
            yield from _font_problems(item)


def _font_problems(font: pikepdf.Dictionary) -> Iterator[Problem]:
    if str(font.get("/Subtype", "")).startswith("/CIDFontType"):
        return  # a descendant; its parent carries the map
    mapping = font.get("/ToUnicode")
    if not isinstance(mapping, pikepdf.Stream):
        yield Problem("6.2.11.7.2", "a font without ToUnicode")
        return
    for kind, body in _TARGETS.findall(mapping.read_bytes()):
        for target in _mapped_to(kind, _HEX.findall(body)):
            units = {target[i : i + 4] for i in range(0, len(target), 4)}
            if units & _FORBIDDEN:
                yield Problem("6.2.11.7.2", f"a letter is mapped to U+{min(units & _FORBIDDEN)}")


def _mapped_to(kind: bytes, numbers: list[bytes]) -> list[str]:
    step = 2 if kind == b"char" else 3
    return [b"".join(n.split()).decode("ascii").upper() for n in numbers[step - 1 :: step]]


def _rules_of_level_b(pdf: pikepdf.Pdf) -> list[Problem]:
    packet = _packet(pdf)
    reduced = _OWN_BLOCK.sub("", packet.replace(EXTENSION, ""))
    reduced = _LEVEL_CLAIM.sub("<pdfaid:conformance>B</pdfaid:conformance>", reduced)
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        metadata.write(reduced.encode("utf-8"))
    report = pikepdf.pdfa.check(pdf, "2b")
    return [
        Problem(finding.rule, f"{finding.where}: {finding.message}") for finding in report.findings
    ]


def _packet(pdf: pikepdf.Pdf) -> str:
    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return ""
    return metadata.read_bytes().decode("utf-8", "replace")
