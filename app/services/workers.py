"""Jobs that run in worker processes: the only doors to `ocr` and `signing`.

Heavy libraries are imported inside the functions, so that the process that merely submits a
job (the window) never loads them. Arguments and results are plain picklable values; errors of
the libraries leave as `LibraryError` with the same code and advice.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.page import Attempt
from app.errors import Advice, LibraryError
from app.shared_bytes import SharedBytes, mapped
from ocr.errors import OcrError
from ocr.reading import Flag, PageReading
from ocr.understanding.knowledge import Knowledge
from signing.errors import SigningError
from signing.limits import TrustMaterial

if TYPE_CHECKING:
    from ocr.pdf.pdfa import DocumentMetadata
    from ocr.recognition.recognise import Recogniser


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the headers of a file say."""

    media: str
    page_count: int
    signed: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadOrder:
    """One page to read.

    Attributes:
        data: Bytes of the file the page is in; shared where it has several pages.
        frame: Which image of the file, from 0.
        dpi: Resolution the scanner told, 0 = what the file says.
        knowledge: Paper types to tell apart and closed lists.
        timeout_s: Time bound of the page; the engine has a share of it.
        tessdata_dir: Folder with models, "" for the system's.
        languages: Models joined by "+"; Vietnamese is always in.
        profile: How the page is kept in the PDF, a value of `ocr.compression.page_layers.Profile`.
        attempt: How much is tried: less after each failure of the page.
        turn: Quarter turns set by hand, degrees counter-clockwise; None = find them.
        crop: Part of the picture set by hand, in 1/10000 of it; None = find the sheet.
    """

    data: bytes | SharedBytes
    frame: int
    dpi: int
    knowledge: Knowledge
    timeout_s: float
    tessdata_dir: str = ""
    languages: str = "vie"
    profile: str = "standard"
    attempt: Attempt = Attempt.FULL
    turn: int | None = None
    crop: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """What reading a page gave.

    Attributes:
        reading: Words, codes, paper type, candidates.
        clean: Cleaned colour page, JPEG.
        layers: Compressed layers for the PDF.
    """

    reading: PageReading
    clean: bytes
    layers: bytes


@dataclass(frozen=True, slots=True)
class PdfPageParts:
    """A page as it goes into the PDF."""

    layers: bytes
    reading: PageReading


@dataclass(frozen=True, slots=True)
class PaperMetadata:
    """Metadata of a digitized paper. Source: CV 7197/BKHCN-CĐSQG annex (2025-11-29)."""

    doc_code: str
    type_name: str
    organ_name: str
    subject: str
    code_number: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class BuiltPdf:
    """A finished PDF/A."""

    data: bytes
    sha256: str
    page_count: int


def inspect_source(data: bytes | SharedBytes) -> Inspected:
    """Look at the headers of a file.

    Raises:
        LibraryError: The file cannot become pages.
    """
    from ocr.intake.decode import inspect

    with library_errors():
        info = inspect(mapped(data))
    return Inspected(str(info.media), info.page_count, info.signed, info.sha256)


def open_protected_source(data: bytes | SharedBytes, password: str) -> bytes:
    """A PDF that asks for a password, as one that asks for none.

    Raises:
        LibraryError: The password is wrong, or the PDF is signed or damaged.
    """
    from ocr.intake.pdf_source import open_protected

    with library_errors():
        return open_protected(mapped(data), password)


ENGINE_SHARE = 0.75
"""Part of a page's time that the engine may take. An engine that gives up in time costs the
words of the page only; one that has to be killed costs the whole try."""

NO_ENGINE = frozenset(
    {"engine.missing", "engine.language_missing", "engine.other_language_missing"}
)
"""Errors of the machine, not of a page: no page can be read before they are mended."""


def read_page(order: ReadOrder) -> PageOutcome:
    """Clean, recognise and understand one page, or as much of that as is asked for.

    Raises:
        LibraryError: The page cannot be decoded, or the engine is missing.
    """
    with library_errors():
        match order.attempt:
            case Attempt.FULL:
                return _processed(order, recogniser_for(order.tessdata_dir, order.languages))
            case Attempt.WITHOUT_WORDS:
                return _processed(order, None)
            case Attempt.AS_CAPTURED:
                return _kept(order)


def _processed(order: ReadOrder, recogniser: Recogniser | None) -> PageOutcome:
    from ocr.cleaning.by_hand import ByHand
    from ocr.compression.page_layers import Profile
    from ocr.pipeline import PageInput, process_page

    page = PageInput(
        data=mapped(order.data),
        frame=order.frame,
        dpi=order.dpi,
        timeout_s=ENGINE_SHARE * order.timeout_s,
        profile=Profile(order.profile),
        by_hand=ByHand(order.turn, order.crop),
    )
    result = process_page(page, order.knowledge, recogniser)
    return PageOutcome(result.reading, result.clean_jpeg, result.layers)


def _kept(order: ReadOrder) -> PageOutcome:
    """The page as it was captured, cut and turned by hand where it was: one picture, no more."""
    from ocr.cleaning.by_hand import ByHand, cut
    from ocr.cleaning.geometry import quarter_turned
    from ocr.compression.layer_record import pack_layers
    from ocr.compression.layers import encode_layers
    from ocr.compression.page_layers import Profile
    from ocr.intake.decode import decode_page

    raw = cut(decode_page(mapped(order.data), order.frame), ByHand(order.turn, order.crop))
    dpi = order.dpi or raw.dpi
    layers = encode_layers(quarter_turned(raw.image, order.turn or 0), dpi, Profile.PICTURE)
    guessed = (Flag.DPI_GUESSED,) if raw.dpi_guessed and not order.dpi else ()
    reading = PageReading(
        layers.width,
        layers.height,
        dpi,
        rotation_deg=order.turn or 0,
        flags=(Flag.OCR_FAILED, *guessed),
    )
    return PageOutcome(reading, layers.rasters[0].jpeg, pack_layers(layers))


def build_pdf(pages: tuple[PdfPageParts, ...], metadata: PaperMetadata) -> BuiltPdf:
    """Assemble pages into a checked PDF/A.

    Raises:
        LibraryError: The PDF could not be written or is not conformant.
    """
    from ocr.pipeline import PagePart, assemble_paper

    with library_errors(), private_folder() as folder:
        target = folder / "paper.pdf"
        parts = [PagePart(page.layers, page.reading) for page in pages]
        built = assemble_paper(parts, _document_metadata(metadata, len(pages)), target)
        return BuiltPdf(target.read_bytes(), built.sha256, built.page_count)


def leaner_layers(layers: bytes, dpi: int) -> bytes:
    """Pack a page tighter without touching its print; unchanged where that gains nothing.

    Raises:
        LibraryError: The layers are damaged.
    """
    from ocr.compression.layer_record import pack_layers, unpack_layers
    from ocr.compression.leaner import leaner

    with library_errors():
        packed = pack_layers(leaner(unpack_layers(layers), dpi))
    return packed if len(packed) < len(layers) else layers


def _document_metadata(metadata: PaperMetadata, page_amount: int) -> DocumentMetadata:
    from ocr.pdf.pdfa import DocumentMetadata

    return DocumentMetadata(
        title=metadata.subject,
        doc_code=metadata.doc_code,
        type_name=metadata.type_name,
        organ_name=metadata.organ_name,
        code_number=metadata.code_number,
        code_notation=metadata.doc_code,
        created_at=metadata.created_at,
        issued_date=metadata.created_at.date(),
        subject=metadata.subject,
        page_amount=page_amount,
    )


@dataclass(frozen=True, slots=True)
class TokenReport:
    """What a token says about itself before a PIN is typed."""

    label: str
    present: bool
    tries_left: int | None
    low: bool
    final_try: bool
    locked: bool


def token_report(source: str) -> TokenReport:
    """Ask a key that is no PKCS#11 token for its state; no login.

    A PKCS#11 library is never loaded here: only the process that is made for it does so, after
    it was judged (`app.token_keys`).

    Raises:
        LibraryError: The key is missing, or it is a token.
    """
    from signing.errors import ModuleUnknown
    from signing.keystore import token_state
    from signing.requests import KeySource, Pkcs11Source

    with library_errors():
        key = KeySource.parse(source)
        if isinstance(key, Pkcs11Source):
            raise ModuleUnknown("nothing here judges PKCS#11 libraries")
        state = token_state(key)
    return TokenReport(
        state.label,
        state.present,
        state.tries_left,
        state.pin_count_low,
        state.final_try,
        state.locked,
    )


def read_trust(folder: Path) -> TrustMaterial:
    """Authorities of the trust folder: its trust list with its limits, and single files.

    Raises:
        LibraryError: The folder or a file in it cannot be read, or its list was changed.
    """
    from signing.trust.list_store import TrustFolder

    with library_errors():
        return TrustFolder(folder).material(datetime.now(UTC))


def digest_of(path: str) -> str:
    """SHA-256 of a file, lower-case hexadecimal.

    Raises:
        LibraryError: It cannot be read.
    """
    try:
        with Path(path).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise LibraryError("pdf.unreadable", Advice.USER_ACTION, error.strerror or "") from error


_engines: dict[tuple[str, str], Recogniser] = {}


def recogniser_for(tessdata_dir: str, languages: str) -> Recogniser:
    """One engine per worker process, model folder and languages; loading it costs 0.1 s."""
    from ocr.recognition.recognise import find_recogniser

    wanted = (tessdata_dir, languages)
    if wanted not in _engines:
        folder = Path(tessdata_dir) if tessdata_dir else None
        _engines[wanted] = find_recogniser(tessdata=folder, languages=languages)
    return _engines[wanted]


def check_models(tessdata_dir: str, languages: str) -> None:
    """Look whether every model that pages are read with is installed; loads none.

    Raises:
        LibraryError: One is not.
    """
    from ocr.recognition.tesseract_data import find_tessdata, other_languages

    with library_errors():
        find_tessdata(Path(tessdata_dir) if tessdata_dir else None, other_languages(languages))


@contextmanager
def library_errors() -> Iterator[None]:
    """Turn errors of the libraries into `LibraryError` at this door."""
    try:
        yield
    except (OcrError, SigningError) as error:
        tries_left = getattr(error, "tries_left", None)
        raise LibraryError(
            error.code, Advice(error.advice.value), error.detail, tries_left
        ) from error


_MEMORY_FOLDER = Path("/dev/shm")  # noqa: S108  # memory: plain bytes never reach the disk


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder only this user can enter, in memory where the system has that; gone afterwards."""
    parent = _MEMORY_FOLDER if _MEMORY_FOLDER.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="sohoa-", dir=parent) as folder:
        yield Path(folder)


@dataclass(frozen=True, slots=True)
class EngineSummary:
    """What diagnostics show about recognition.

    Attributes:
        text: Versions, models and what is used of them.
        problem: "" when pages can be read.
        missing: Models that have to be installed.
    """

    text: str
    problem: str
    missing: tuple[str, ...] = ()


def engine_summary(tessdata_dir: str, languages: str = "vie") -> EngineSummary:
    """Versions of the engines and the models found; never raises."""
    from ocr.recognition.recognise import engine_report

    report = engine_report(Path(tessdata_dir) if tessdata_dir else None, languages)
    found = [
        f"thư viện {report.library}" if report.library else "",
        f"lệnh {report.command}" if report.command else "",
        f"mô hình {', '.join(report.languages)}" if report.languages else "",
        f"dùng {'+'.join(report.used)}" if report.used else "",
        f"thiếu {', '.join(report.missing)}" if report.missing else "",
    ]
    text = "; ".join(part for part in found if part)
    return EngineSummary(text or report.problem, report.problem, report.missing)
