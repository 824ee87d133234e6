"""More than two hundred files that nobody should send, made by code: the same ones every time."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.fakes.counter_station import small_pdf

Made = tuple[str, bytes]
_SIDES = (0, 1, 20_001, 65_535, 2**20, 10**9, 2**31 - 1, 2**32 - 1)


def hostile_files() -> Iterator[Made]:
    """Name and bytes of each file."""
    yield from _stumps()
    yield from _mutations()
    yield from _large_headers()
    yield from _bombs()
    yield from _tiff_loops()
    yield from _pdf_loops()
    yield from _polyglots()
    yield from _names()


def sound_files() -> dict[str, bytes]:
    """One small sound file of each kind."""
    picture = Image.effect_noise((64, 48), 40).convert("RGB")
    found = {}
    for kind in ("jpeg", "png", "tiff"):
        target = io.BytesIO()
        picture.save(target, kind, dpi=(200, 200))
        found[kind] = target.getvalue()
    found["pdf"] = small_pdf(["one", "two"])
    return found


def _stumps() -> Iterator[Made]:
    for kind, data in sound_files().items():
        for part in range(12):
            yield f"stump-{part}.{kind}", data[: len(data) * part // 12]
        yield f"stump-last-byte.{kind}", data[:-1]
        yield f"only-the-first-bytes.{kind}", data[:8]


def _mutations() -> Iterator[Made]:
    for kind, data in sound_files().items():
        for number in range(16):
            rng = random.Random(f"{kind} {number}")
            changed = bytearray(data)
            for _ in range(1 + number):
                changed[rng.randrange(len(changed))] = rng.choice([0, 255, rng.randrange(256)])
            yield f"changed-{number}.{kind}", bytes(changed)


def _png(width: int, height: int, pixels: bytes, more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width & 0xFFFFFFFF, height & 0xFFFFFFFF, 8, 0, 0, 0, 0)
    parts = _chunk(b"IHDR", head) + more + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _large_headers() -> Iterator[Made]:
    small = zlib.compress(bytes(100))
    for side in _SIDES:
        yield f"side-{side}.png", _png(side, side, small)
        yield f"wide-{side}.png", _png(side, 1, small)
        yield f"side-{side}.tiff", _tiff({256: side, 257: side})
    jpeg = bytearray(sound_files()["jpeg"])
    place = jpeg.index(b"\xff\xc0") + 5
    for side in (0, 1, 20_001, 65_535):
        jpeg[place : place + 4] = struct.pack(">HH", side, side)
        yield f"side-{side}.jpeg", bytes(jpeg)


def _bombs() -> Iterator[Made]:
    packed = zlib.compress(bytes(200 * 2**20), 9)
    yield "bomb-of-pixels.png", _png(9_900, 9_900, packed)
    yield "bomb-too-long.png", _png(10, 10, packed)
    text = b"c\0\0" + packed
    yield "bomb-of-text.png", _png(10, 10, zlib.compress(bytes(110)), _chunk(b"zTXt", text) * 4)
    yield "bomb-of-profile.png", _png(10, 10, zlib.compress(bytes(110)), _chunk(b"iCCP", text))
    yield "bomb-of-content.pdf", _pdf(_stream(packed, "/Filter/FlateDecode"))
    twice = zlib.compress(packed, 9)
    double = _stream(twice, "/Filter[/FlateDecode/FlateDecode]")
    yield "bomb-in-a-bomb.pdf", _pdf(double)
    operators = zlib.compress(b"q " * 20_000_000, 9)
    yield "bomb-of-operators.pdf", _pdf(_stream(operators, "/Filter/FlateDecode"))


def _tiff(tags: dict[int, int], following: int = 0) -> bytes:
    wanted = {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 8, 279: 64, **tags}
    entries = b"".join(
        struct.pack("<HHII", tag, 4, 1, value & 0xFFFFFFFF) for tag, value in sorted(wanted.items())
    )
    directory = struct.pack("<H", len(wanted)) + entries + struct.pack("<I", following)
    return b"II*\0" + struct.pack("<I", 72) + bytes(64) + directory


def _tiff_loops() -> Iterator[Made]:
    yield "next-is-itself.tiff", _tiff({}, 72)
    yield "next-is-outside.tiff", _tiff({}, 2**31)
    yield "next-is-the-head.tiff", _tiff({}, 1)
    for tag, value in ((273, 2**31), (279, 2**32 - 1), (278, 0), (277, 65_535), (258, 64)):
        yield f"tag-{tag}-is-{value}.tiff", _tiff({tag: value})
    for number in (0, 5, 6, 7, 32_773, 50_000, 65_535):
        yield f"compression-{number}.tiff", _tiff({259: number})
    one = _tiff({})[72:]
    chain = b"II*\0" + struct.pack("<I", 8)
    for number in range(3_000):
        chain += one[:-4] + struct.pack("<I", 8 + (number + 1) * len(one))
    yield "three-thousand-pages.tiff", chain + one


def _stream(data: bytes, more: str = "") -> bytes:
    return f"<</Length {len(data)}{more}>>stream\n".encode() + data + b"\nendstream"


def _pdf(
    content: bytes = b"<<>>",
    *,
    pages: str = "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    page: str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
    catalog: str = "<</Type/Catalog/Pages 2 0 R>>",
    tail: str = "",
) -> bytes:
    bodies = [catalog.encode(), pages.encode(), page.encode(), content]
    data, starts = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        starts.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R{tail}>>\n"
    return data + end.encode() + f"startxref\n{len(data)}\n%%EOF".encode()


def _pdf_loops() -> Iterator[Made]:
    box = "<</Type/Page/Parent 2 0 R/MediaBox[{}]/Contents 4 0 R>>"
    yield "kids-are-the-parent.pdf", _pdf(pages="<</Type/Pages/Kids[2 0 R]/Count 1>>")
    yield "parent-is-the-page.pdf", _pdf(page="<</Type/Page/Parent 3 0 R>>")
    yield "catalog-is-itself.pdf", _pdf(catalog="1 0 R")
    yield "content-is-itself.pdf", _pdf(b"4 0 R")
    yield "a-million-pages-claimed.pdf", _pdf(pages="<</Type/Pages/Kids[3 0 R]/Count 1000000>>")
    many = " ".join(["3 0 R"] * 30_000)
    yield (
        "one-page-thirty-thousand-times.pdf",
        _pdf(pages=f"<</Type/Pages/Kids[{many}]/Count 30000>>"),
    )
    yield "minus-one-page.pdf", _pdf(pages="<</Type/Pages/Kids[3 0 R]/Count -1>>")
    yield "table-before-is-itself.pdf", _pdf(tail="/Prev 9")
    for name, sides in {
        "endless": "0 0 1000000000 1000000000",
        "negative": "0 0 -595 -842",
        "flat": "0 0 595 0",
        "words": "/a /b /c /d",
        "short": "0 0 595",
        "huge": f"0 0 {'9' * 300} 842",
        "deep": "[" * 20_000,
    }.items():
        yield f"page-{name}.pdf", _pdf(page=box.format(sides))
    deep = "<</A" * 50_000 + ">>" * 50_000
    yield "deep-dictionary.pdf", _pdf(catalog=f"<</Type/Catalog/Pages 2 0 R/X{deep}>>")
    yield "deep-array.pdf", _pdf(catalog=f"<</Type/Catalog/Pages 2 0 R/X{'[' * 10**6}>>")
    for name, action in {
        "script": "/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
        "launch": "/OpenAction<</S/Launch/F(/bin/sh)>>",
        "address": "/OpenAction<</S/URI/URI(http://127.0.0.1:9/)>>",
        "form": "/AcroForm<</XFA[(a)4 0 R]/Fields[3 0 R 3 0 R]>>",
        "fields-loop": "/AcroForm<</Fields[1 0 R]/Kids[1 0 R]>>",
    }.items():
        yield f"{name}.pdf", _pdf(catalog=f"<</Type/Catalog/Pages 2 0 R{action}>>")
    yield "password.pdf", _pdf(tail="/Encrypt<</Filter/Standard/V 1/R 2/O(a)/U(b)/P -1>>")
    yield "length-lies.pdf", _pdf(b"<</Length 4000000000>>stream\nq\nendstream")
    yield (
        "draws-itself.pdf",
        _pdf(
            _stream(b"/X Do " * 1000),
            page="<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
            "/Resources<</XObject<</X 3 0 R>>>>>>",
        ),
    )


def _polyglots() -> Iterator[Made]:
    sound = sound_files()
    for first in sound:
        for second in sound:
            if first != second:
                yield f"{first}-and-{second}.{second}", sound[first] + sound[second]
    yield "page.html.pdf", b"<html><script>1</script>\n" + sound["pdf"]
    for name, start in {
        "zip": b"PK\x03\x04", "gzip": b"\x1f\x8b", "program": b"\x7fELF", "windows": b"MZ",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n", "gif": b"GIF89a", "fits": b"SIMPLE  =",
        "jpeg2000": b"\0\0\0\x0cjP  ", "webp": b"RIFF\0\0\0\0WEBP", "heic": b"\0\0\0\x18ftypheic",
    }.items():  # fmt: skip
        yield f"{name}.jpg", start + bytes(2_000)
    yield "nothing.pdf", b""
    yield "one-byte.png", b"\x89"
    yield "zeros.tiff", bytes(100_000)


def _names() -> Iterator[Made]:
    data = sound_files()["png"][:60]
    for name in (
        "..\\..\\autoexec.png", "CON.png", "NUL", "a" * 250 + ".png", "-rf.png", "--help.png",
        "\u202egnp.exe.png", "Nguye\u0302\u0303n.png", "tên\ndòng.png", "tab\t.png",
        "$(reboot).png", "`id`.png", "; rm.png", "%n%s%x.png", "'\".png",
        " .png", "...", "😀.png", "\x7f.png",
        "a.png ", "file:///etc/passwd".replace("/", "_"), "{}.png", "\ufeff.png",
    ):  # fmt: skip
        yield name, data
