"""What a digitised paper says about itself, as XMP.

Source: official letter 7197/BKHCN-CĐSQG (29/11/2025), annex, minimum metadata of a digitised
document; ISO 19005-2, 6.6.2.3 for the description of an own schema.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

from ocr.errors import AssemblyFailed
from ocr.words import nfc

NAMESPACE = "urn:x-sohoa:cv7197:1#"
PREFIX = "cv7197"
PRODUCER = "Trạm Số Hóa"


@dataclass(frozen=True, slots=True)
class DocumentMetadata:
    """The fifteen values of the annex and what PDF itself wants.

    Attributes:
        title: Title shown by readers.
        doc_code: Code of the document, at most 30 characters.
        created_at: Time of assembly, with zone.
        type_name: Kind of paper, 100.
        organ_name: Agency that issued it, 200.
        code_number: Number of the document, 11.
        code_notation: Notation of the document, 30.
        issued_date: Day of issue.
        subject: What it is about, 500.
        language: Language of the text.
        page_amount: Number of pages, at most four digits; 0 means count them.
        description: Remarks, 500.
        infor_sign: Remark on signatures, 30.
        keywords: Key words, 100.
        mode: Mode of use, 20.
        confidence_level: Degree of trust, 30.
        format: Physical state of the paper, 50.
        creator_tool: Program and version.
    """

    title: str
    doc_code: str
    created_at: datetime
    type_name: str = ""
    organ_name: str = ""
    code_number: str = ""
    code_notation: str = ""
    issued_date: date | None = None
    subject: str = ""
    language: str = "vi"
    page_amount: int = 0
    description: str = ""
    infor_sign: str = ""
    keywords: str = ""
    mode: str = ""
    confidence_level: str = ""
    format: str = ""
    creator_tool: str = PRODUCER


@dataclass(frozen=True, slots=True)
class _Property:
    name: str
    attribute: str
    length: int
    about: str
    mandatory: bool = False
    kind: str = "Text"


_PROPERTIES = (
    _Property("DocCode", "doc_code", 30, "Code of the document", True),
    _Property("TypeName", "type_name", 100, "Kind of paper", True),
    _Property("CodeNumber", "code_number", 11, "Number of the document", True),
    _Property("CodeNotation", "code_notation", 30, "Notation of the document", True),
    _Property("IssuedDate", "issued_date", 10, "Day of issue", True, "Date"),
    _Property("OrganName", "organ_name", 200, "Issuing agency", True),
    _Property("Subject", "subject", 500, "What the document is about", True),
    _Property("Language", "language", 100, "Language"),
    _Property("PageAmount", "page_amount", 4, "Number of pages", False, "Integer"),
    _Property("Description", "description", 500, "Remarks"),
    _Property("InforSign", "infor_sign", 30, "Remark on signatures"),
    _Property("Keyword", "keywords", 100, "Key words"),
    _Property("Mode", "mode", 20, "Mode of use"),
    _Property("ConfidenceLevel", "confidence_level", 30, "Degree of trust"),
    _Property("Format", "format", 50, "Physical state of the paper"),
)


def missing_mandatory(metadata: DocumentMetadata) -> tuple[str, ...]:
    """Names of mandatory values of the annex that are empty; many citizens' papers have some."""
    return tuple(p.name for p in _PROPERTIES if p.mandatory and not _value(metadata, p))


def require_valid(metadata: DocumentMetadata) -> None:
    """Check what no document can do without, and all lengths.

    Raises:
        AssemblyFailed: The detail names the value.
    """
    if not metadata.title.strip() or not metadata.doc_code.strip():
        raise AssemblyFailed("metadata: title and doc_code are needed")
    if metadata.created_at.tzinfo is None:
        raise AssemblyFailed("metadata: created_at has no time zone")
    for known in _PROPERTIES:
        if len(_value(metadata, known)) > known.length:
            raise AssemblyFailed(f"metadata: {known.name} is longer than {known.length}")


def pdf_date(moment: datetime) -> str:
    """A date as PDF writes it, in UTC."""
    return moment.astimezone(UTC).strftime("D:%Y%m%d%H%M%S+00'00'")


def xmp_packet(metadata: DocumentMetadata) -> bytes:
    """XMP packet that claims PDF/A-2u and describes our own schema."""
    moment = metadata.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")
    own = "\n".join(
        f"<{PREFIX}:{p.name}>{_xml(_value(metadata, p))}</{PREFIX}:{p.name}>"
        for p in _PROPERTIES
        if _value(metadata, p)
    )
    dublin = _alternative("dc:title", metadata.title)
    if metadata.subject:
        dublin += _alternative("dc:description", metadata.subject)
    if metadata.organ_name:
        dublin += _listed("dc:creator", "Seq", metadata.organ_name)
    dublin += _listed("dc:language", "Bag", metadata.language)
    words = f"<pdf:Keywords>{_xml(metadata.keywords)}</pdf:Keywords>" if metadata.keywords else ""
    return _PACKET.format(
        dublin=dublin,
        keywords=words,
        producer=_xml(PRODUCER),
        tool=_xml(metadata.creator_tool),
        moment=moment,
        own=own_block(own),
        extension=EXTENSION,
    ).encode("utf-8")


def own_block(properties: str) -> str:
    """Description of the document in our own namespace."""
    return f"{OWN_BEGIN}\n{properties}\n</rdf:Description>"


def _value(metadata: DocumentMetadata, known: _Property) -> str:
    value = getattr(metadata, known.attribute)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if value else ""


def _xml(text: str) -> str:
    """`text` for XML 1.0: NFC, control characters dropped, mark-up escaped."""
    return escape("".join(c for c in nfc(text) if c.isprintable()))


def _alternative(name: str, text: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{_xml(text)}</rdf:li>'
    return f"<{name}><rdf:Alt>{item}</rdf:Alt></{name}>\n"


def _listed(name: str, kind: str, text: str) -> str:
    return f"<{name}><rdf:{kind}><rdf:li>{_xml(text)}</rdf:li></rdf:{kind}></{name}>\n"


def _described(known: _Property) -> str:
    return (
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{known.name}</pdfaProperty:name>"
        f"<pdfaProperty:valueType>{known.kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{known.about}</pdfaProperty:description>"
        "</rdf:li>"
    )


OWN_BEGIN = f'<rdf:Description rdf:about="" xmlns:{PREFIX}="{NAMESPACE}">'

EXTENSION = f"""<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Minimum metadata of a digitised document</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{PREFIX}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{"".join(_described(known) for known in _PROPERTIES)}
</rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
{dublin}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>{keywords}
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
</rdf:Description>
{own}
{extension}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
