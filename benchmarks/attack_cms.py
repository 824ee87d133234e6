"""Signature objects that are made wrong on purpose, and signed anew where they can be.

Source: RFC 5652 (CMS), RFC 5035 (signing certificate), RFC 3161; ETSI EN 319 122-1, clause 5.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from asn1crypto import cms, core
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from benchmarks.signed_papers import How, Makers, Office, form_paper, saved, sign, stamp_time

Change = Callable[[cms.SignedData], None]

_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]")


def cms_attacks(office: Office) -> Makers:
    """Make them all."""
    base = sign(saved(form_paper()), office)
    timed = stamp_time(base, office)
    other = sign(saved(form_paper(dotted=True)), office)

    def changed(change: Change, *, anew: bool = True) -> bytes:
        return _with_object(base, change, office if anew else None)

    return {
        "cms: two signers": partial(changed, _two_signers, anew=False),
        "cms: no signer": partial(changed, _no_signer, anew=False),
        "cms: no certificate": partial(changed, _no_certificate, anew=False),
        "cms: digest of something else": partial(
            changed, partial(_attribute, "message_digest", bytes(32))
        ),
        "cms: content of another type": partial(
            changed, partial(_attribute, "content_type", "enveloped_data")
        ),
        "cms: another signing certificate": partial(changed, _other_certificate),
        "cms: digest twice": partial(changed, partial(_again, "message_digest")),
        "cms: type twice": partial(changed, partial(_again, "content_type")),
        "cms: no digest": partial(changed, partial(_dropped, "message_digest")),
        "cms: no type": partial(changed, partial(_dropped, "content_type")),
        "cms: no signed attributes": partial(changed, _no_attributes, anew=False),
        "cms: content inside": partial(changed, _content_inside, anew=False),
        "cms: attribute added": partial(changed, partial(_again, "signing_time"), anew=False),
        "cms: certificate of another": partial(_exchanged, base, office),
        "cms: object of another paper": partial(_moved, base, other),
        "cms: digest in the name of another": partial(changed, _other_digest, anew=False),
        "time stamp: of another file": partial(_moved, timed, stamp_time(other, office), -1),
        "time stamp: a signature in its place": partial(_moved, timed, base, -1),
        "signature: a time stamp in its place": partial(_moved, base, timed, 0, -1),
    }


def fair_objects(office: Office) -> Makers:
    """Make signature objects that are unusual and in order."""
    base = sign(saved(form_paper()), office)
    timed = sign(saved(form_paper()), office, How(stamped=True))
    return {
        "cms: time stamp dropped": lambda: _with_object(timed, _no_unsigned, None),
        "cms: more certificates": lambda: _with_object(
            base, partial(_more_certificates, office), None
        ),
    }


def _with_object(data: bytes, change: Change, office: Office | None) -> bytes:
    """Change the first signature object; with an office, sign its attributes anew."""
    start, stop = gap_of(data)
    info = cms.ContentInfo.load(bytes.fromhex(data[start + 1 : stop - 1].decode("ascii")))
    signed = info["content"]
    change(signed)
    if office is not None:
        signer = signed["signer_infos"][0]
        attributes = signer["signed_attrs"].untag().dump(force=True)
        signer["signature"] = _value(office, attributes)
    return put_object(data, info.dump(force=True))


def _value(office: Office, message: bytes) -> bytes:
    key = serialization.load_der_private_key(office.signer.signing_key.dump(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the keys of the office are RSA")
    return key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def gap_of(data: bytes, which: int = 0) -> tuple[int, int]:
    """Find the digits of a signature: the first, or the last by -1."""
    found = list(_RANGE.finditer(data))[which]
    return int(found[1]), int(found[2])


def put_object(data: bytes, der: bytes, which: int = 0) -> bytes:
    start, stop = gap_of(data, which)
    digits = der.hex().encode().ljust(stop - start - 2, b"0")
    return data[: start + 1] + digits[: stop - start - 2] + data[stop - 1 :]


def _moved(data: bytes, other: bytes, which: int = 0, source: int | None = None) -> bytes:
    """Put the object of another file into this one."""
    start, stop = gap_of(other, which if source is None else source)
    der = bytes.fromhex(other[start + 1 : stop - 1].decode("ascii"))
    return put_object(data, cms.ContentInfo.load(der).dump(), which)


def _exchanged(data: bytes, office: Office) -> bytes:
    """The certificate of another officer, who seems to have signed."""

    def change(signed: cms.SignedData) -> None:
        certificate = office.second.signing_cert
        signed["certificates"] = [cms.CertificateChoices("certificate", certificate)]
        signed["signer_infos"][0]["sid"] = cms.SignerIdentifier(
            "issuer_and_serial_number",
            cms.IssuerAndSerialNumber(
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
            ),
        )

    return _with_object(data, change, None)


def _two_signers(signed: cms.SignedData) -> None:
    signer = signed["signer_infos"][0]
    second = signer.copy()
    second["signature"] = bytes(256)
    signed["signer_infos"] = [signer, second]


def _no_signer(signed: cms.SignedData) -> None:
    signed["signer_infos"] = []


def _no_certificate(signed: cms.SignedData) -> None:
    signed["certificates"] = []


def _find(signed: cms.SignedData, name: str) -> cms.CMSAttribute:
    for attribute in signed["signer_infos"][0]["signed_attrs"]:
        if attribute["type"].native == name:
            return attribute
    raise LookupError(name)


def _attribute(name: str, value: object, signed: cms.SignedData) -> None:
    _find(signed, name)["values"] = [value]


def _again(name: str, signed: cms.SignedData) -> None:
    try:
        extra = _find(signed, name).copy()
    except LookupError:
        extra = cms.CMSAttribute({"type": name, "values": [core.UTCTime("261122000000Z")]})
    signed["signer_infos"][0]["signed_attrs"].append(extra)


def _dropped(name: str, signed: cms.SignedData) -> None:
    kept = [
        attribute
        for attribute in signed["signer_infos"][0]["signed_attrs"]
        if attribute["type"].native != name
    ]
    signed["signer_infos"][0]["signed_attrs"] = cms.CMSAttributes(kept)


def _other_certificate(signed: cms.SignedData) -> None:
    named = _find(signed, "signing_certificate_v2")["values"][0]["certs"][0]
    named["cert_hash"] = bytes(32)


def _no_attributes(signed: cms.SignedData) -> None:
    del signed["signer_infos"][0]["signed_attrs"]


def _content_inside(signed: cms.SignedData) -> None:
    signed["encap_content_info"] = {"content_type": "data", "content": b"khac"}


def _other_digest(signed: cms.SignedData) -> None:
    signed["signer_infos"][0]["digest_algorithm"] = {"algorithm": "sha1"}


def _no_unsigned(signed: cms.SignedData) -> None:
    del signed["signer_infos"][0]["unsigned_attrs"]


def _more_certificates(office: Office, signed: cms.SignedData) -> None:
    signed["certificates"].append(cms.CertificateChoices("certificate", office.second.signing_cert))
