"""Signed papers in order as several producers write them: algorithms, kinds, tables, updates.

Source: ISO 32000-2:2020, 7.5 and 12.8; ETSI EN 319 142-1; RFC 5652.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pikepdf
from asn1crypto import cms
from cryptography.hazmat.primitives import serialization
from pikepdf import Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import TextStampStyle

from benchmarks.attack_cms import gap_of, put_object
from benchmarks.attack_edits import filled
from benchmarks.signed_papers import (
    PERSON_BOX,
    SEAL_BOX,
    How,
    Makers,
    Office,
    add_empty_field,
    add_store,
    append,
    body_of,
    form_paper,
    plain_paper,
    saved,
    sign,
    stamp_time,
    update,
)

_OPENSSL_S = 30


def producers(office: Office) -> Makers:
    """Make them all."""
    form = saved(form_paper())
    base = sign(form, office)

    def made(metadata: PdfSignatureMetadata, **more: object) -> bytes:
        return _signed(form, office, metadata, **more)

    plain = PdfSignatureMetadata(
        field_name="K1", subfilter=SigSeedSubFilter.PADES, signer_key_usage=set()
    )
    old = replace(plain, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    return {
        "kind: SHA-384": lambda: made(replace(plain, md_algorithm="sha384")),
        "kind: SHA-512": lambda: made(replace(plain, md_algorithm="sha512")),
        "kind: PKCS7": lambda: made(old),
        "kind: PKCS7, with time": lambda: made(old, timestamper=office.stamper),
        "kind: PSS": lambda: made(plain, signer=_pss(office)),
        "kind: named reason and place": lambda: made(
            replace(plain, reason="Trả kết quả", location="Hà Nội", name="Nguyễn Văn Thử")
        ),
        "kind: attributes of a standard kind, no time": lambda: made(
            replace(plain, cades_signed_attr_spec=None)
        ),
        "kind: field of a Vietnamese name": lambda: made(replace(plain, field_name="NgườiKý")),
        "kind: much room": lambda: made(plain, bytes_reserved=64 * 1024),
        "kind: made by openssl": partial(_by_openssl, form, office),
        "place: page 2": lambda: made(
            plain, new_field_spec=SigFieldSpec("K1", on_page=1, box=PERSON_BOX), style=True
        ),
        "place: two pages of stamps": lambda: sign(
            made(plain, new_field_spec=SigFieldSpec("K1", on_page=1, box=PERSON_BOX), style=True),
            office,
            How("CoQuan", box=SEAL_BOX, by_second=True),
        ),
        "order: three signatures": lambda: sign(
            sign(sign(form, office, How("A")), office, How("B", by_second=True)), office, How("C")
        ),
        "order: certified without changes, evidence": lambda: stamp_time(
            add_store(sign(form, office, How(certify=1)), office), office
        ),
        "order: prepared field locked by another": lambda: sign(
            sign(add_empty_field(form, "CoQuan", SEAL_BOX), office, How(locks=("nguoi_nhan",))),
            office,
            How("CoQuan", by_second=True),
        ),
        "order: field prepared after a signature": lambda: sign(
            add_empty_field(base, "CoQuan", SEAL_BOX), office, How("CoQuan", by_second=True)
        ),
        "order: two evidences": lambda: add_store(add_store(base, office), office),
        "file: encrypted, open to all": partial(_encrypted, office),
        "file: hybrid table": lambda: sign(_hybrid(saved(form_paper(), packed=False)), office),
        "file: many pages": lambda: sign(saved(plain_paper(pages=40), packed=True), office),
        "file: written by qpdf for reading": partial(_by_qpdf, office),
        "file: two updates before": lambda: sign(
            update(update(form, partial(filled, name="ghi_chu")), _touched), office
        ),
        "file: repaired before": lambda: sign(_repaired(form), office),
        "file: version 2.0": lambda: sign(_version_two(), office),
        "file: no end of line": lambda: sign(form.rstrip(), office),
        "file: key twice before the signature": lambda: stamp_time(
            sign(_doubled(form), office), office
        ),
        "update: filled, packed": lambda: _filled_packed(
            sign(saved(form_paper(), packed=True), office)
        ),
        "update: nothing new": lambda: append(base, {_spare(base): b"null"}),
        "update: with a comment between": lambda: _commented(base),
        "update: fonts of the form grow": lambda: update(base, _font_added),
        "update: name of a producer": lambda: update(base, _producer),
        "update: time and evidence by turns": lambda: add_store(
            stamp_time(add_store(stamp_time(base, office), office), office), office
        ),
    }


def _signed(data: bytes, office: Office, metadata: PdfSignatureMetadata, **more: object) -> bytes:
    """Sign by pyHanko with its own options."""
    reserved = more.pop("bytes_reserved", None)
    signer = more.pop("signer", office.signer)
    if more.pop("style", False):
        more["stamp_style"] = TextStampStyle(stamp_text="Da ky: %(ts)s")
    made = PdfSigner(metadata, signer, **more)  # type: ignore[arg-type]  # options by name
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    output = made.sign_pdf(writer, bytes_reserved=reserved)  # type: ignore[arg-type]  # same
    return bytes(output.getvalue())


def _pss(office: Office) -> SimpleSigner:
    return SimpleSigner(
        office.signer.signing_cert,
        office.signer.signing_key,
        office.signer.cert_registry,
        prefer_pss=True,
    )


def _by_openssl(data: bytes, office: Office) -> bytes:
    """A signature object that openssl makes, put into the room of another."""
    if shutil.which("openssl") is None:
        return sign(data, office)
    signed = _signed(
        data,
        office,
        PdfSignatureMetadata(field_name="K1", signer_key_usage=set()),
        bytes_reserved=32 * 1024,
    )
    start, stop = gap_of(signed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        key = serialization.load_der_private_key(office.signer.signing_key.dump(), None)
        (folder / "key.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        (folder / "cert.der").write_bytes(office.signer.signing_cert.dump())
        (folder / "data").write_bytes(signed[:start] + signed[stop:])
        command = ["openssl", "cms", "-sign", "-binary", "-nosmimecap", "-md", "sha256"]
        command += ["-in", "data", "-inkey", "key.pem", "-signer", "cert.pem"]
        command += ["-outform", "DER", "-out", "cms.der"]
        convert = ["openssl", "x509", "-inform", "DER", "-in", "cert.der", "-out", "cert.pem"]
        for step in (convert, command):
            subprocess.run(step, cwd=folder, check=True, timeout=_OPENSSL_S, capture_output=True)
        made = cms.ContentInfo.load((folder / "cms.der").read_bytes())
    return put_object(signed, made.dump())


def _encrypted(office: Office) -> bytes:
    """A file that anybody may open, but not change without a password."""
    output = io.BytesIO()
    form_paper().save(output, encryption=pikepdf.Encryption(owner="mat khau thu", user="", R=6))
    writer = IncrementalPdfFileWriter(io.BytesIO(output.getvalue()), strict=False)
    writer.encrypt("")
    metadata = PdfSignatureMetadata(field_name="K1", signer_key_usage=set())
    return bytes(PdfSigner(metadata, office.signer).sign_pdf(writer).getvalue())


def _hybrid(data: bytes) -> bytes:
    """A table and, for readers of PDF 1.5, a stream with one object more."""
    number = _spare(data)
    place = len(data)
    spare = b"%d 0 obj\n(khong dung)\nendobj\n" % number
    start = place + len(spare)
    entry = b"\x01" + place.to_bytes(4, "big") + b"\0\0"
    stream = b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Index [%d 1] /Length 7 >>\n" % (
        *(number + 1, number + 2, number),
    )
    stream += b"stream\n" + entry + b"\nendstream\nendobj\n"
    return append(data + spare + stream, {number + 2: b"null"}, extra=b"/XRefStm %d " % start)


def _spare(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return 1 + max(number for number, _ in pdf.get_xref_table())


def _by_qpdf(office: Office) -> bytes:
    output = io.BytesIO()
    form_paper().save(output, qdf=True)
    return sign(output.getvalue(), office, How(box=PERSON_BOX))


def _touched(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [pdf.Root]


def _repaired(data: bytes) -> bytes:
    """A file with a wrong start that a program wrote anew before it was signed."""
    damaged = data.replace(b"startxref\n", b"startxref\n1", 1)
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(damaged)) as pdf:
        pdf.save(output)
    return output.getvalue()


def _version_two() -> bytes:
    output = io.BytesIO()
    form_paper().save(output, force_version="2.0")
    return output.getvalue()


def _doubled(data: bytes) -> bytes:
    """A key twice with one value, as a careless producer wrote it before any signature."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0].obj
        number, text = page.objgen[0], body_of(page)
    return append(data, {number: text.replace(b"/Type /Page", b"/Type /Page /Type /Page", 1)})


def _filled_packed(data: bytes) -> bytes:
    """Fill a field by a program that writes tables as streams."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    fields = writer.root["/AcroForm"]["/Fields"]
    for field in fields:
        if field.get_object().get("/T") == "ghi_chu":
            field.get_object()[generic.pdf_name("/V")] = generic.pdf_string("Da nhan")
            writer.mark_update(field.reference if hasattr(field, "reference") else field)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _commented(data: bytes) -> bytes:
    """An update that begins with a comment, as some producers write."""
    return append(data + b"%\xe2\xe3\xcf\xd3 ghi them\n", {_spare(data): b"(khong dung)"})


def _font_added(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
    pdf.Root.AcroForm.DR.Font.Cour = pdf.make_indirect(font)
    return [pdf.Root.AcroForm]


def _producer(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    pdf.Root.PieceInfo = Dictionary(App=Dictionary(LastModified=String("D:20261122000000Z")))
    pdf.pages[0].obj.LastModified = String("D:20261122000000Z")
    return [pdf.Root, pdf.pages[0].obj]
