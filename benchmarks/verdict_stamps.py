"""Later stamps at the places where they belong: every one has to be accepted.

Run: `python -m benchmarks.verdict_stamps [--seeds 11] [--each 2]`. Letters of many layouts are
signed once without a look, and then by a person, an agency and for a copy, each stamp drawn and
placed by the product's own rules; where two places are found, both are tried. What a check then
calls anything but intact is a wrong reject. Prints Markdown.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from PIL import Image, ImageDraw
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import StaticStampStyle

from benchmarks.position_pages import LAYOUTS, Case, Maker
from benchmarks.signed_papers import Office, open_office, sign
from signing.appearance.find import find_place
from signing.appearance.looks import Look, Pen, draw_copy, draw_person, draw_seal
from signing.appearance.pictures import PictureKind, read_picture
from signing.appearance.places import Place, PlaceTemplate
from signing.appearance.shipped import shipped_face, shipped_rules
from signing.appearance.stamps import CopyForm, Role
from signing.errors import NoPlaceFound
from signing.validation.verify import verify_pdf
from signing.verdict import Integrity

_DAY = date(2026, 11, 22)
_MOMENT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def hand() -> bytes:
    """A picture of a signature by hand: blue, clear ground."""
    picture = Image.new("RGBA", (900, 400), (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    points = [(40, 300), (160, 60), (240, 340), (330, 120), (420, 310), (560, 150), (860, 240)]
    pen.line(points, fill=(20, 40, 160, 255), width=9, joint="curve")
    pen.arc((100, 200, 700, 390), 10, 200, fill=(20, 40, 160, 255), width=7)
    return _png(picture)


def seal() -> bytes:
    """A picture of a round seal: red, clear ground, two rings, a star, letters between."""
    picture = Image.new("RGBA", (850, 850), (0, 0, 0, 0))
    pen, red = ImageDraw.Draw(picture), (210, 25, 30, 255)
    pen.ellipse((10, 10, 840, 840), outline=red, width=22)
    pen.ellipse((190, 190, 660, 660), outline=red, width=8)
    pen.regular_polygon((425, 425, 120), 5, fill=red)
    for step in range(0, 360, 18):
        tile = Image.new("RGBA", (850, 850), (0, 0, 0, 0))
        ImageDraw.Draw(tile).rectangle((400, 70, 450, 140), outline=red, width=14)
        picture.alpha_composite(tile.rotate(step, center=(425, 425)))
    return _png(picture)


def _png(picture: Image.Image) -> bytes:
    output = io.BytesIO()
    picture.save(output, "PNG")
    return output.getvalue()


def stamped(data: bytes, office: Office, look: Look, where: tuple[str, Place]) -> bytes:
    """Sign with a drawn look at a place."""
    name, place = where
    left, bottom, right, top = (round(number) for number in place.box)
    field = SigFieldSpec(name, on_page=place.page_index, box=(left, bottom, right, top))
    metadata = PdfSignatureMetadata(
        field_name=name, subfilter=SigSeedSubFilter.PADES, signer_key_usage=set()
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        Path(file.name).write_bytes(look.content)
        style = StaticStampStyle.from_pdf_file(file.name, border_width=0, background_opacity=1.0)
        signer = PdfSigner(metadata, office.signer, stamp_style=style, new_field_spec=field)
        return bytes(signer.sign_pdf(writer).getvalue())


def papers(case: Case, office: Office, pen: Pen) -> Iterator[tuple[str, bytes]]:
    """Give a letter with one stamp more each time, and what was added last."""
    looks = {
        Role.PERSON: draw_person(pen, read_picture(hand(), PictureKind.SIGNATURE)),
        Role.AGENCY: draw_seal(pen, read_picture(seal(), PictureKind.SEAL)),
        Role.COPY: draw_copy(pen, CopyForm.TRUE_COPY, "UBND xã Thử Nghiệm", _MOMENT),
    }
    data = sign(case.pdf, office)
    for role, look in looks.items():
        template = PlaceTemplate(look.size_pt, pen.rules)
        try:
            place = find_place(data, case.signer, role, template)
        except NoPlaceFound:
            continue
        for other in place.others[:1]:
            yield f"{role}, second place", stamped(data, office, look, (role, other))
        data = stamped(data, office, look, (role, place))
        yield role, data


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a stamp was refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11])
    parser.add_argument("--each", type=int, default=2)
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    face = shipped_face()
    pen = Pen(face, shipped_rules(_DAY))
    made: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        office, path = open_office(Path(name) / "authority"), Path(name) / "thu.pdf"
        for seed in options.seeds:
            for number in range(options.each):
                for kind, layout in enumerate(LAYOUTS):
                    case = Maker(face, seed * 100_000 + number * 100 + kind).make(layout)
                    for role, data in papers(case, office, pen):
                        path.write_bytes(data)
                        found = verify_pdf(path)
                        made[role] += 1
                        if found.integrity is not Integrity.INTACT:
                            refused[role] += 1
                            reasons[f"{layout}: {role}: {', '.join(found.notices)}"] += 1
    print("| stamp | files | refused |\n|---|---|---|")
    for role, count in made.items():
        print(f"| {role} | {count} | {refused[role]} |")
    print(f"| **all** | {made.total()} | {refused.total()} |")
    for reason, count in reasons.items():
        print(f"- {count} x {reason}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
