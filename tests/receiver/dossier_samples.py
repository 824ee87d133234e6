"""Manifests and bytes of invented dossiers."""

from __future__ import annotations

import hashlib
import io
import time
import uuid
from dataclasses import replace

from PIL import Image, ImageDraw

from app.domain.manifest import Manifest, ManifestFile

_DAY = time.gmtime(1_767_225_600)
SIGNATURE_MARK = b"\n% /Type /Sig /ByteRange [0 1 2 3]\n%%EOF\n"


def pdf_bytes(pages: int = 1, *, signed: bool = True, size: int = 0) -> bytes:
    """A small PDF of drawn pages; `signed` adds what the receiver looks for.

    `size` pads the file to at least so many bytes.
    """
    images = []
    for number in range(pages):
        image = Image.new("RGB", (620, 877), "white")
        draw = ImageDraw.Draw(image)
        draw.rectangle((40, 40, 580, 837), outline="black", width=3)
        draw.text((80, 100 + 40 * number), f"TO KHAI - TRANG {number + 1}", fill="black")
        images.append(image)
    stream = io.BytesIO()
    images[0].save(
        stream,
        "PDF",
        save_all=True,
        append_images=images[1:],
        resolution=75,
        creationDate=_DAY,
        modDate=_DAY,
    )
    data = stream.getvalue()
    if size > len(data):
        data += b"%" + bytes(index * 7 % 251 + 4 for index in range(size - len(data) - 1))
    return data + SIGNATURE_MARK if signed else data


def manifest_of(files: dict[str, bytes], *, client_ref: str = "", revision: int = 1) -> Manifest:
    """A manifest over scanned PDFs."""
    return Manifest(
        client_ref=client_ref or str(uuid.uuid4()),
        dossier_code="",
        procedure_code="1.001193",
        officer_id="cb-07",
        station_id="quay-3",
        revision=revision,
        files=tuple(
            ManifestFile(
                id=name,
                role="scan",
                name=f"{name}.pdf",
                media="application/pdf",
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                paper_code="to-khai",
            )
            for name, data in files.items()
        ),
        fields={"ho_ten": "Nguyễn Thị Mẫu", "ngay_sinh": "01/02/1990"},
        client_audit_head="a" * 64,
    )


def next_revision(manifest: Manifest, files: dict[str, bytes]) -> Manifest:
    """The corrected dossier."""
    following = manifest_of(files, client_ref=manifest.client_ref, revision=manifest.revision + 1)
    return replace(following, supersedes=str(uuid.uuid4()))
