"""Memory and time of a check of one very large file with two signatures.

Run: `python -m benchmarks.verdict_memory [--megabytes N]`. Two kinds of pages: pictures of samples
as they are (25 MB each), and pictures compressed as scanners do. Each file is judged in a process
of its own, whose peak of resident memory is read. Prints Markdown. Linux only.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image

from benchmarks.long_living import peak_memory_kb
from benchmarks.signed_papers import PERSON_BOX, SEAL_BOX, How, open_office, saved, sign
from signing.validation.verify import verify_pdf

_WIDTH, _HEIGHT = 2480, 3508
_LIMIT_S = 600


def _picture(pdf: pikepdf.Pdf, seed: int, *, packed: bool) -> pikepdf.Object:
    """An A4 page at 300 dpi in colour, of grain."""
    grain = np.random.default_rng(seed).integers(0, 256, (_HEIGHT, _WIDTH, 3), np.uint8)
    content = grain.tobytes()
    if packed:
        output = io.BytesIO()
        Image.fromarray(grain).save(output, "JPEG", quality=75)
        content = output.getvalue()
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype, stream.ColorSpace = Name.XObject, Name.Image, Name.DeviceRGB
    stream.Width, stream.Height, stream.BitsPerComponent = _WIDTH, _HEIGHT, 8
    if packed:
        stream.Filter = Name.DCTDecode
    return stream


def write_large(path: Path, megabytes: int, *, packed: bool) -> None:
    """Write a file of that size, signed by a person and an agency."""
    pdf, size, seed = pikepdf.new(), 0, 0
    while size < megabytes * 1_000_000:
        page = pdf.add_blank_page(page_size=(595, 842))
        picture = _picture(pdf, seed, packed=packed)
        page.obj.Resources = Dictionary(XObject=Dictionary(I=picture))
        page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
        size, seed = size + len(picture.read_raw_bytes()), seed + 1
    office = open_office(path.parent / "authority")
    person = sign(saved(pdf), office, How(box=PERSON_BOX))
    path.write_bytes(sign(person, office, How("CoQuan", box=SEAL_BOX, by_second=True)))


def judged(path: Path) -> dict[str, object]:
    """Judge a file in this process."""
    began, clock = time.process_time(), time.perf_counter()
    verdict = verify_pdf(path)
    return {
        "integrity": verdict.integrity.value,
        "cpu": time.process_time() - began,
        "wall": time.perf_counter() - clock,
        "peak": peak_memory_kb() / 1024,
    }


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a file was not judged intact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(judged(Path(options.one))))
        return 0
    print("| pictures | file MB | verdict | peak MiB (must 150) | CPU s | wall s |")
    print("|---|---|---|---|---|---|")
    sound = True
    for packed in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "large.pdf"
            write_large(path, options.megabytes, packed=packed)
            command = [sys.executable, "-m", "benchmarks.verdict_memory", "--one", str(path)]
            done = subprocess.run(command, capture_output=True, timeout=_LIMIT_S, check=True)
            said = json.loads(done.stdout)
            sound &= said["integrity"] == "intact"
            print(
                f"| {'JPEG' if packed else 'as samples'} | {path.stat().st_size / 1e6:.0f} "
                f"| {said['integrity']} | {said['peak']:.0f} | {said['cpu']:.1f} "
                f"| {said['wall']:.1f} |"
            )
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
