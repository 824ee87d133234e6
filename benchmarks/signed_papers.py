"""Papers made, signed and changed in memory: what the attacks and the permitted changes start from.

Everything is synthetic: keys are thrown away, no network is used.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pikepdf import Array, Dictionary, Name
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    InnerScaling,
    SimpleBoxLayoutRule,
)
from pyhanko.sign.fields import (
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import StaticStampStyle, TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.trial.authority import OfficerProfile, TrialAuthority, TrialKey

# Edits get a document, change it, and list the objects to write again.
Objects = Iterable[pikepdf.Object]
Edit = Callable[[pikepdf.Pdf], Objects]
Makers = dict[str, Callable[[], bytes]]

AMOUNT_BOX = (60, 690, 300, 715)
SEAL_BOX = (350, 60, 450, 160)
PERSON_BOX = (400, 80, 540, 140)


@dataclass(frozen=True, slots=True)
class Office:
    """Who signs: throw-away keys of a trial authority."""

    signer: SimpleSigner
    second: SimpleSigner
    stamper: DummyTimeStamper
    root: asn1_x509.Certificate


def open_office(folder: Path, now: datetime | None = None) -> Office:
    """Make an authority with two officers and a time-stamp service.

    Args:
        folder: Where its files are kept.
        now: Time of the authority; None is the clock of this machine.
    """
    moment = now or datetime.now(UTC)
    authority = TrialAuthority.create(
        folder, moment, base_url="http://127.0.0.1:9", password="x" * 12
    )
    tsa_certificate, tsa_key = _parts(authority.tsa)
    return Office(
        signer=_signer(authority, authority.issue(OfficerProfile())),
        second=_signer(authority, authority.issue(OfficerProfile(common_name="Ủy ban thử nghiệm"))),
        stamper=DummyTimeStamper(tsa_certificate, tsa_key),
        root=asn1_x509.Certificate.load(authority.root_der),
    )


def _parts(key: TrialKey) -> tuple[asn1_x509.Certificate, asn1_keys.PrivateKeyInfo]:
    certificate = key.certificate.public_bytes(serialization.Encoding.DER)
    private = key.private_key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return asn1_x509.Certificate.load(certificate), asn1_keys.PrivateKeyInfo.load(private)


def _signer(authority: TrialAuthority, key: TrialKey) -> SimpleSigner:
    certificate, private = _parts(key)
    store = SimpleCertificateStore()
    store.register(asn1_x509.Certificate.load(authority.root_der))
    return SimpleSigner(certificate, private, store)


@dataclass(frozen=True, slots=True)
class How:
    """How one signature is made.

    Attributes:
        field: Name of the field.
        box: Place on page 1; None is invisible.
        certify: DocMDP level; None is an approval signature.
        locks: Fields that it locks.
        lock_level: DocMDP level in the lock dictionary.
        stamped: With a signature time stamp.
        by_second: Signed by the other officer.
        text: Text of the stamp.
        drawn: Operators of the stamp, instead of a text.
    """

    field: str = "NguoiKy_1"
    box: tuple[int, int, int, int] | None = None
    certify: int | None = None
    locks: tuple[str, ...] = ()
    lock_level: int | None = None
    stamped: bool = False
    by_second: bool = False
    text: str = "Da ky"
    drawn: bytes = b""


_PLAIN = How()


def sign(data: bytes, office: Office, how: How = How()) -> bytes:  # frozen value
    """Sign a document by an increment."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    specification = SigFieldSpec(how.field, box=how.box)
    if how.locks or how.lock_level:
        specification = SigFieldSpec(
            how.field,
            box=how.box,
            field_mdp_spec=FieldMDPSpec.from_pdf_object(_lock(how.locks)),
            doc_mdp_update_value=MDPPerm(how.lock_level) if how.lock_level else None,
        )
    metadata = PdfSignatureMetadata(
        field_name=how.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=how.certify is not None,
        docmdp_permissions=MDPPerm(how.certify or 2),
        signer_key_usage=set(),
    )
    signer = _Heedless(
        metadata,
        office.second if how.by_second else office.signer,
        timestamper=office.stamper if how.stamped else None,
        stamp_style=_style(how) if how.box else None,
        new_field_spec=None if _has_field(data, how.field) else specification,
    )
    output = signer.sign_pdf(writer)
    return bytes(output.getvalue())


def _style(how: How) -> TextStampStyle | StaticStampStyle:
    """Choose the look of a stamp."""
    if not how.drawn or how.box is None:
        return TextStampStyle(stamp_text=how.text)
    left, bottom, right, top = how.box
    size = BoxConstraints(width=right - left, height=top - bottom)
    in_place = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN,
        y_align=AxisAlignment.ALIGN_MIN,
        inner_content_scaling=InnerScaling.NO_SCALING,
    )
    return StaticStampStyle(
        border_width=0,
        background=RawContent(how.drawn, box=size),
        background_opacity=1.0,
        background_layout=in_place,
    )


class _Heedless(PdfSigner):
    """Signs also what a certification forbids, as an attacker would."""

    def _enforce_certification_constraints(self, reader: object) -> None:
        del reader


def _lock(names: tuple[str, ...]) -> dict[str, object]:
    """Write a lock dictionary the way it is read from a file."""
    return generic.DictionaryObject(
        {
            generic.pdf_name("/Action"): generic.pdf_name("/Include" if names else "/All"),
            generic.pdf_name("/Fields"): generic.ArrayObject(map(generic.pdf_string, names)),
        }
    )


def _has_field(data: bytes, name: str) -> bool:
    return f"/T ({name})".encode() in data


def add_empty_field(data: bytes, name: str, box: tuple[int, int, int, int] | None) -> bytes:
    """Add an empty signature field before the first signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    append_signature_field(writer, SigFieldSpec(name, box=box))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def stamp_time(data: bytes, office: Office) -> bytes:
    """Add a document time stamp."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    stamper = PdfTimeStamper(office.stamper)
    return bytes(stamper.timestamp_pdf(writer, "sha256").getvalue())


def add_store(data: bytes, office: Office) -> bytes:
    """Add a document security store."""
    stream = io.BytesIO(data)
    DocumentSecurityStore.add_dss(
        stream, None, certs=[office.signer.signing_cert, office.root], strict=False
    )
    return stream.getvalue()


def update(data: bytes, edit: Edit) -> bytes:
    """Append one revision: objects that an edit names, and those it makes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        before = max(number for number, _ in pdf.get_xref_table())
        named = {item.objgen: item for item in edit(pdf)}
        last = max(before, *(item.objgen[0] for item in pdf.objects if _indirect(item)))
        for item in pdf.objects:
            if _indirect(item) and item.objgen[0] > before:
                named[item.objgen] = item
        bodies = {number: body_of(item) for (number, _), item in named.items()}
        root = pdf.Root.objgen
    return append(data, bodies, root=root, size=last + 1)


def _indirect(item: object) -> bool:
    return isinstance(item, pikepdf.Object) and item.is_indirect


def append(
    data: bytes,
    bodies: dict[int, bytes],
    *,
    root: tuple[int, int] | None = None,
    size: int = 0,
    freed: Iterable[int] = (),
    pointing: dict[int, int] | None = None,
    extra: bytes = b"",
) -> bytes:
    """Append one revision written by hand, with a plain cross-reference table.

    Args:
        data: File before.
        bodies: Objects by number.
        root: Catalogue; None keeps it.
        size: Value of /Size; 0 counts.
        freed: Objects declared free.
        pointing: Objects declared to lie at other offsets.
        extra: More entries of the trailer.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = root or pdf.Root.objgen
        size = size or 1 + max([*bodies, *(number for number, _ in pdf.get_xref_table())])
    previous = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    output = bytearray(data if data.endswith(b"\n") else data + b"\n")
    entries: dict[int, bytes] = {}
    for number, body in bodies.items():
        entries[number] = b"%010d 00000 n \n" % len(output)
        output += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    entries |= {number: b"0000000000 00001 f \n" for number in freed}
    entries |= {number: b"%010d 00000 n \n" % place for number, place in (pointing or {}).items()}
    place = len(output)
    output += b"xref\n"
    for number in sorted(entries):
        output += b"%d 1\n" % number + entries[number]
    output += b"trailer\n<< /Size %d /Root %d %d R /Prev %d %s>>\n" % (
        *(size, *root, previous),
        extra,
    )
    output += b"startxref\n%d\n%%%%EOF\n" % place
    return bytes(output)


def body_of(item: pikepdf.Object) -> bytes:
    """Write one object as it stands in a file."""
    if not isinstance(item, pikepdf.Stream):
        return bytes(item.unparse(resolved=True))
    raw = item.read_raw_bytes()
    entries = item.stream_dict
    text = b" ".join(
        key.encode() + b" " + _inner(entries[key])
        for key in entries.keys()  # noqa: SIM118  # no Python dictionary
        if key != "/Length"
    )
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (text, len(raw), raw)


def _inner(value: object) -> bytes:
    if isinstance(value, pikepdf.Object):
        return bytes(value.unparse())
    return str(value).lower().encode()


def plain_paper(pages: int = 1, rotate: int = 0) -> pikepdf.Pdf:
    """A letter with an amount, and room for signatures."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    other = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier))
    pdf.Root.Spare = other
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        text = f"BT /F1 18 Tf 60 700 Td (Trang {number + 1}: tra 1.000.000 dong) Tj ET"
        more = " ".join(
            f"BT /F1 11 Tf 60 {640 - 20 * line} Td (Dong so {line} cua van ban) Tj ET"
            for line in range(12)
        )
        page.obj.Contents = pdf.make_stream(f"{text} {more}".encode())
        if rotate:
            page.obj.Rotate = rotate
    return pdf


def form_paper(*, dotted: bool = False) -> pikepdf.Pdf:
    """A form: two empty fields, a filled one, a box to tick; on request a name with a dot."""
    pdf = plain_paper(pages=2)
    page = pdf.pages[0].obj
    font = page.Resources.Font.F1
    fields = [
        _text_field(pdf, page, "ghi_chu", (60, 300, 260, 320), ""),
        _text_field(pdf, page, "nguoi_nhan", (60, 340, 260, 360), "Ngan hang A"),
        _text_field(pdf, page, "nhom.ten" if dotted else "nhom_ten", (60, 260, 260, 280), ""),
        _tick_box(pdf, page),
    ]
    page.Annots = Array(fields)
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array(fields),
            DR=Dictionary(Font=Dictionary(Helv=font)),
            DA=pikepdf.String("/Helv 10 Tf 0 g"),
        )
    )
    return pdf


def _text_field(
    pdf: pikepdf.Pdf,
    page: pikepdf.Object,
    name: str,
    box: tuple[int, int, int, int],
    value: str,
) -> pikepdf.Object:
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T=pikepdf.String(name),
        Rect=Array(list(box)),
        F=4,
        P=page,
        DA=pikepdf.String("/Helv 10 Tf 0 g"),
        AP=Dictionary(N=look(pdf, page, box, value)),
    )
    if value:
        field.V = pikepdf.String(value)
    return pdf.make_indirect(field)


def look(
    pdf: pikepdf.Pdf, page: pikepdf.Object, box: tuple[int, int, int, int], text: str
) -> pikepdf.Object:
    """Draw a text field."""
    shown = f"BT /Helv 10 Tf 0 g 2 5 Td ({text}) Tj ET" if text else "0.8 G 0 0 1 1 re S"
    stream = pdf.make_stream(shown.encode())
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, box[2] - box[0], box[3] - box[1]])
    stream.Resources = Dictionary(Font=Dictionary(Helv=page.Resources.Font.F1))
    return stream


def _tick_box(pdf: pikepdf.Pdf, page: pikepdf.Object) -> pikepdf.Object:
    box = (300, 300, 315, 315)
    on, off = look(pdf, page, box, "X"), look(pdf, page, box, "")
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Btn,
            T=pikepdf.String("dong_y"),
            Rect=Array(list(box)),
            F=4,
            P=page,
            V=Name.Off,
            AS=Name.Off,
            AP=Dictionary(N=Dictionary(Yes=on, Off=off)),
        )
    )


def saved(pdf: pikepdf.Pdf, *, packed: bool = False, linear: bool = False) -> bytes:
    """Write a document: with a plain table, with object streams, or linearized."""
    output = io.BytesIO()
    modes = pikepdf.ObjectStreamMode
    pdf.save(
        output,
        object_stream_mode=modes.generate if packed else modes.disable,
        linearize=linear,
        compress_streams=packed,
    )
    return output.getvalue()
