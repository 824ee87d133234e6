"""Whether an encrypted line leads to the scanner that was confirmed.

Network scanners issue their certificates themselves. The first one is shown to a person, who
compares its fingerprint; from then on it is the only one that is taken. Verification is never
switched off: the confirmed certificate is the only trusted one of its connection.
"""

from __future__ import annotations

import hashlib
import re
import ssl

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME: clocks of scanners, and the ends of such certificates, are fiction."""
_MAX_PEM_CHARS = 16_384


def line_context(pinned_pem: str, *, is_needed: bool = True) -> ssl.SSLContext:
    """TLS for one scanner: its confirmed certificate alone, or the authorities of the system.

    Args:
        pinned_pem: The confirmed certificate, "" = none.
        is_needed: False for a line without TLS: nothing is loaded, nothing would be trusted.

    Raises:
        ValueError: The kept certificate cannot be read.
    """
    if not is_needed:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if not pinned_pem:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.verify_flags = ssl.VerifyFlags(
        ssl.VERIFY_X509_PARTIAL_CHAIN | ssl.VERIFY_X509_TRUSTED_FIRST | _NO_CHECK_TIME
    )
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # The keys of such certificates are short; which one it is was compared by a person.
    context.set_ciphers("DEFAULT:@SECLEVEL=1")
    try:
        context.load_verify_locations(cadata=pinned_pem)
    except ssl.SSLError as error:
        raise ValueError("a certificate cannot be read") from error
    return context


def shown_certificate(host: str, port: int, timeout_s: float) -> str:
    """The certificate a server shows, PEM; nothing is sent to it, nothing believed of it.

    Raises:
        OSError: It shows none.
        ValueError: It is absurdly long.
    """
    pem = ssl.get_server_certificate((host, port), timeout=timeout_s)
    if len(pem) > _MAX_PEM_CHARS:
        raise ValueError("the certificate is too long")
    return pem


def fingerprint_of(pem: str) -> str:
    """SHA-256 in groups of four, as people compare it.

    Raises:
        ValueError: No certificate.
    """
    digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest().upper()
    return " ".join(re.findall("....", digest))
