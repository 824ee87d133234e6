"""What an officer sees before signing and after: pages, places of stamps, findings, verdicts.

All of it is done in worker processes, over the bytes that are shown; their digest comes back, so
that what was seen is what is signed.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.signing import Spot, StampKind
from app.errors import Advice, LibraryError
from app.services.signing_check import CheckRules
from app.services.stamp_jobs import StampOrder, drawn_stamp
from app.services.workers import digest_of, library_errors, private_folder

Json = dict[str, Any]  # values of JSON are any of its types
Box = tuple[float, float, float, float]

_LARGEST_PX = 6000
_NOWHERE = Spot(0, (0.0, 0.0, 1.0, 1.0))


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is seen, with its signature stamps.

    Attributes:
        png: The picture.
        page_index: Page, counted from 0.
        page_count: Pages of the file.
        size_pt: Width and height as seen, points.
        to_stored: Brings a seen point into default user space: (a, b, c, d, e, f) as in a PDF
            matrix; seen points have their origin at the bottom left.
        sha256: Digest of the bytes that were drawn.
    """

    png: bytes = field(repr=False)
    page_index: int
    page_count: int
    size_pt: tuple[float, float]
    to_stored: tuple[float, float, float, float, float, float]
    sha256: str

    def stored(self, seen: Box) -> Box:
        """Bring a box as seen into default user space."""
        first, second = self._moved(seen[0], seen[1]), self._moved(seen[2], seen[3])
        return (
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[0], second[0]),
            max(first[1], second[1]),
        )

    def _moved(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self.to_stored
        return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True, slots=True)
class StampPlace:
    """Where a stamp would go by what stands in the file.

    Attributes:
        kind: What is shown.
        spot: Its place in the file.
        seen: The same as seen, points from the bottom left of the seen page.
        confidence: How sure the place is, 0 to 1; 0 for one that nothing in the file says.
        why: What it was found by, "" for such a place.
        needs_look: Somebody has to look before the file is signed.
        png: The look.
        sha256: Digest of the bytes that were looked at.
    """

    kind: StampKind
    spot: Spot
    seen: Box
    confidence: float
    why: str
    needs_look: bool
    png: bytes = field(repr=False)
    sha256: str


def draw_page(source: bytes | str, page_index: int, dpi: int) -> PagePicture:
    """Draw one page as a viewer does that knows of signatures.

    Args:
        source: The file, or its path.
        page_index: Page, counted from 0.
        dpi: Resolution of the picture.

    Raises:
        LibraryError: It is no PDF, or has no such page.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except (pypdfium2.PdfiumError, FileNotFoundError) as error:
        raise LibraryError("pdf.unreadable", Advice.USER_ACTION) from error
    try:
        document.init_forms()  # without it stamps of signatures are not drawn
        count = len(document)
        if not 0 <= page_index < count:
            raise LibraryError("pdf.unreadable", Advice.USER_ACTION, "no such page")
        page = document[page_index]
        width_pt, height_pt = page.get_size()
        scale = min(dpi / 72, _LARGEST_PX / max(width_pt, height_pt, 1.0))
        picture = page.render(scale=scale, may_draw_forms=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise LibraryError("pdf.damaged", Advice.USER_ACTION) from error
    finally:
        document.close()
    return PagePicture(
        png=_png(picture),
        page_index=page_index,
        page_count=count,
        size_pt=(width_pt, height_pt),
        to_stored=_to_stored(source, page_index),
        sha256=_digest(source),
    )


def find_stamp_place(
    data: bytes, order: StampOrder, signer_name: str, signed_at: datetime
) -> StampPlace:
    """Find where a stamp belongs, without any key; never without an answer.

    Args:
        data: The file.
        order: What is shown.
        signer_name: Name in the person's certificate, "" while nobody knows.
        signed_at: Time that a look may tell, aware.

    Raises:
        LibraryError: No picture, or the file cannot be looked at.
    """
    from signing.appearance.find import find_place, look_at_page
    from signing.appearance.places import PlaceTemplate
    from signing.appearance.shipped import shipped_rules
    from signing.appearance.stamps import Role
    from signing.errors import NoPlaceFound

    roles = {
        StampKind.PERSON: Role.PERSON,
        StampKind.SEAL: Role.AGENCY,
        StampKind.COPY: Role.COPY,
    }
    with library_errors(), private_folder() as folder:
        path = folder / "file.pdf"
        path.write_bytes(data)
        look = drawn_stamp(replace(order, spot=_NOWHERE), path, b"", signed_at).content
        png, size_pt = _look_picture(look)
        template = PlaceTemplate(size_pt, shipped_rules(signed_at.date()))
        try:
            place = find_place(path, signer_name, roles[order.kind], template)
            spot, sure, why = Spot(place.page_index, place.box), place.confidence, place.why.value
            needs_look = place.needs_look
        except NoPlaceFound:
            spot, sure, why, needs_look = _at_the_end(data, path, size_pt), 0.0, "", True
        seen = look_at_page(path, spot.page_index).seen(spot.box)
    digest = hashlib.sha256(data).hexdigest()
    return StampPlace(order.kind, spot, seen, sure, why, needs_look, png, digest)


def inspect_file(data: bytes) -> tuple[tuple[str, bool], ...]:
    """What in a file is not what it looks like: codes, and whether each keeps it from signing.

    Raises:
        LibraryError: It cannot be signed at all.
    """
    from signing.pades.before_signing import inspect_before_signing

    with library_errors(), private_folder() as folder:
        path = folder / "file.pdf"
        path.write_bytes(data)
        found = inspect_before_signing(path)
    return tuple(dict.fromkeys((one.code, one.refused) for one in found))


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A verdict with the report for auditors.

    Attributes:
        verdict: As `sohoa verify --json` writes it.
        report: ETSI TS 119 102-2, XML.
        sha256: Digest of the bytes that were checked.
    """

    verdict: Json
    report: bytes = field(repr=False)
    sha256: str = ""


def check_signatures(
    source: bytes | str, name: str, rules: CheckRules, at: datetime
) -> CheckedFile:
    """Check the signatures of a file; a broken one gets a verdict too.

    Args:
        source: The file, or its path.
        name: What the verdict calls it.
        rules: What the check may rely on.
        at: Now, aware.
    """
    from signing.validation.report import etsi_report
    from signing.validation.verify import VerifyRules, verify_with

    with library_errors(), _on_disk(source) as path:
        verdict = verify_with(path, VerifyRules.of(rules.trust, rules.reach))
        digest = _digest(source)
        report = etsi_report(verdict, digest, at)
    return CheckedFile({**verdict.as_json(), "path": name}, report, digest)


@contextmanager
def _on_disk(source: bytes | str) -> Iterator[Path]:
    if isinstance(source, str):
        yield Path(source)
        return
    with private_folder() as folder:
        path = folder / "file.pdf"
        path.write_bytes(source)
        yield path


def _digest(source: bytes | str) -> str:
    return digest_of(source) if isinstance(source, str) else hashlib.sha256(source).hexdigest()


def _to_stored(
    source: bytes | str, page_index: int
) -> tuple[float, float, float, float, float, float]:
    from signing.appearance.find import look_at_page

    with library_errors():
        page = look_at_page(Path(source) if isinstance(source, str) else source, page_index)
    origin, across, up = (page.stored((x, y, x, y)) for x, y in ((0, 0), (1, 0), (0, 1)))
    return (
        across[0] - origin[0],
        across[1] - origin[1],
        up[0] - origin[0],
        up[1] - origin[1],
        origin[0],
        origin[1],
    )


def _look_picture(look: bytes) -> tuple[bytes, tuple[float, float]]:
    """A look as a picture that lets the page through, and its size in points."""
    import pypdfium2

    document = pypdfium2.PdfDocument(look)
    try:
        page = document[0]
        size_pt = page.get_size()
        picture = page.render(scale=2.5, fill_color=(255, 255, 255, 0), rev_byteorder=True)
        return _png(picture.to_pil()), size_pt
    finally:
        document.close()


def _png(picture: Any) -> bytes:  # Any: an image of Pillow, which is not imported for a type
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


_RIGHT_PT, _UP_PT = 72.0, 110.0


def _at_the_end(data: bytes, path: Path, size_pt: tuple[float, float]) -> Spot:
    """Bottom right of the last page: somewhere to begin with, for the officer to move."""
    import pypdfium2

    from signing.appearance.find import look_at_page

    document = pypdfium2.PdfDocument(data)
    last = len(document) - 1
    document.close()
    page = look_at_page(path, last)
    width, height = page.size_pt
    left = max(0.0, width - _RIGHT_PT - size_pt[0])
    bottom = min(_UP_PT, max(0.0, height - size_pt[1]))
    return Spot(last, page.stored((left, bottom, left + size_pt[0], bottom + size_pt[1])))
