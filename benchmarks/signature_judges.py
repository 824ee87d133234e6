"""Our signatures before four other judges: every level, every kind of key.

Run: `python -m benchmarks.signature_judges [--json]`. Prints a Markdown table; 0 when all accept.

- pdfsig (poppler): the signature is valid;
- openssl: `cms -verify` with the check of CAdES attributes over the signed bytes, and `ts -verify`
  of the time stamp in the signature, from B-T on;
- pyHanko: the bottom line; from B-LT on by the evidence in the file alone, which has to be there
  for every certificate, and for the document time stamp too;
- EU DSS: the level by its parts, and TOTAL-PASSED with the root trusted. Below B-LT nothing in the
  file tells about revocation and nobody is asked: there the best it can say is INDETERMINATE for
  the chain, never for the signature.

Keys and services are a throw-away authority's on loopback. A judge that is not installed is named
as missing and counts as one that did not accept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from asn1crypto import cms, parser, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext

from benchmarks.fault_station import small_paper
from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import Level, P12Source, RsaPadding, SignRequest
from signing.trial.authority import KeyKind, OfficerProfile, TrialAuthority
from signing.trial.services import TrialServices
from tests.oracles import eu_dss
from tests.oracles.verapdf import JudgeMissing

PASSWORD = "thu"  # noqa: S105 - opens throw-away keys only
JUDGES = ("pdfsig", "openssl", "pyHanko", "EU DSS")
_KINDS = {
    "RSA-PSS": (KeyKind.RSA_2048, RsaPadding.PSS),
    "RSA PKCS#1": (KeyKind.RSA_2048, RsaPadding.PKCS1),
    "ECDSA": (KeyKind.EC_256, RsaPadding.PSS),
}
_ACCEPTED = "accepted"
_WITHOUT_REVOCATION = frozenset({"TRY_LATER", "CERTIFICATE_CHAIN_GENERAL_FAILURE"})
_TIME_LIMIT_S = 60


@dataclass(frozen=True, slots=True)
class Judged:
    """One file before all judges.

    Attributes:
        kind: Key and padding.
        level: Level it was signed at.
        answers: By judge; `accepted`, or what it said instead.
    """

    kind: str
    level: Level
    answers: dict[str, str]

    @property
    def right(self) -> bool:
        """All four accept."""
        return all(self.answers.get(judge) == _ACCEPTED for judge in JUDGES)


def missing_judges() -> list[str]:
    """Name the judges that are not installed here."""
    missing = [name for name in ("pdfsig", "openssl") if shutil.which(name) is None]
    try:
        eu_dss.require()
    except JudgeMissing:
        missing.append("EU DSS")
    return missing


def judge_all(folder: Path) -> list[Judged]:
    """Sign at every level with every kind of key and ask the four judges."""
    with TrialServices() as services:
        authority = TrialAuthority.create(
            folder / "ca", datetime.now(UTC), base_url=services.url, password=PASSWORD
        )
        services.publish(authority)
        files = {
            (kind, level): _signed(folder, authority, kind, level)
            for kind in _KINDS
            for level in Level
        }
    by_dss = _dss(list(files.values()), authority.root_pem)
    return [
        Judged(
            kind,
            level,
            {
                "pdfsig": _pdfsig(path),
                "openssl": _openssl(path, level, authority.root_pem),
                "pyHanko": _pyhanko(path, level, authority.root_der),
                "EU DSS": _dss_answer(by_dss, path, level),
            },
        )
        for (kind, level), path in files.items()
    ]


def _signed(folder: Path, authority: TrialAuthority, kind: str, level: Level) -> Path:
    key_kind, padding = _KINDS[kind]
    p12 = authority.issue_p12(OfficerProfile(kind=key_kind), PASSWORD, f"{key_kind.value}.p12")
    path = folder / f"{key_kind.value}-{padding.value}-{level.value}.pdf"
    path.write_bytes(small_paper(1))
    request = SignRequest(
        datetime.now(UTC),
        level=level,
        timestamp_urls=(authority.timestamp_url,),
        trust_roots=(authority.root_der,),
        rsa_padding=padding,
    )
    with open_key(P12Source(p12), bytearray(PASSWORD, "utf-8")) as key:
        sign_pdf(path, path, key, request)
    return path


def _pdfsig(path: Path) -> str:
    said = _run("pdfsig", "-nocert", str(path))
    return _ACCEPTED if "Signature Validation: Signature is Valid." in said else said or "no"


def _openssl(path: Path, level: Level, root: Path) -> str:
    """Check the CMS object over the bytes it signs, and the time stamp in it."""
    content, signed = _parts(path)
    cms_file, data, token = (path.with_suffix(end) for end in (".cms", ".bin", ".tst"))
    cms_file.write_bytes(content)
    data.write_bytes(signed)
    said = _run(
        *("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER"),
        *("-in", str(cms_file), "-content", str(data), "-CAfile", str(root)),
        *("-purpose", "any", "-out", "/dev/null"),
    )
    if "successful" not in said:
        return said or "no"
    if not level.needs_timestamp:
        return _ACCEPTED
    signer = cms.ContentInfo.load(content)["content"]["signer_infos"][0]
    (stamp,) = (
        one["values"][0]
        for one in signer["unsigned_attrs"]
        if one["type"].native == "signature_time_stamp_token"
    )
    token.write_bytes(stamp.dump())
    digest = hashlib.sha256(signer["signature"].native).hexdigest()
    said = _run(
        *("openssl", "ts", "-verify", "-digest", digest, "-token_in", "-in", str(token)),
        *("-CAfile", str(root)),
    )
    return _ACCEPTED if "Verification: OK" in said else said or "no"


def _pyhanko(path: Path, level: Level, root: bytes) -> str:
    """Validate by the evidence in the file alone where the level has some."""
    roots = [x509.Certificate.load(root)]
    with path.open("rb") as stream:
        reader = PdfFileReader(stream)
        context = ValidationContext(trust_roots=roots, revocation_mode="soft-fail")
        if level.needs_revocation:
            rules = {"trust_roots": roots, "revocation_mode": "require", "allow_fetching": False}
            context = DocumentSecurityStore.read_dss(reader).as_validation_context(rules)
        (found,) = reader.embedded_regular_signatures
        status = validate_pdf_signature(found, context)
        stamps = [
            validate_pdf_timestamp(one, context) for one in reader.embedded_timestamp_signatures
        ]
        if level.needs_timestamp and status.timestamp_validity is None:
            return "no time stamp"
        if not all(one.intact and one.valid and one.trusted for one in stamps):
            return "a document time stamp does not hold"
        return _ACCEPTED if status.bottom_line else str(status.summary())


def _dss(paths: Sequence[Path], root: Path) -> dict[Path, list[eu_dss.Answer]]:
    try:
        return eu_dss.judge(paths, root)
    except JudgeMissing:
        return {}


def _dss_answer(found: dict[Path, list[eu_dss.Answer]], path: Path, level: Level) -> str:
    """Accept what the level can be: without evidence in the file revocation stays unknown."""
    if not found:
        return "missing"
    (answer,) = found[path.absolute()]
    if answer.level != f"PAdES-BASELINE-{level.value.removeprefix('b-').upper()}":
        return f"level {answer.level}"
    passed = answer.indication == "TOTAL-PASSED"
    waits = not level.needs_revocation and answer.sub_indication in _WITHOUT_REVOCATION
    return _ACCEPTED if passed or waits else f"{answer.indication} {answer.sub_indication}"


def _parts(path: Path) -> tuple[bytes, bytes]:
    """Give the CMS object of the first signature and the bytes it signs."""
    whole = path.read_bytes()
    with pikepdf.open(path) as document:
        value = document.Root.AcroForm.Fields[0].V
        first, length, second, rest = (int(one) for one in value.ByteRange)
        content = bytes(value.Contents)
    signed = whole[first : first + length] + whole[second : second + rest]
    return content[: parser.peek(content)], signed


def _run(*command: str) -> str:
    """Give what a program says; empty when it is not installed."""
    if shutil.which(command[0]) is None:
        return "missing"
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=_TIME_LIMIT_S, check=False
    )
    return (done.stdout + done.stderr).strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser_ = argparse.ArgumentParser(description=__doc__)
    parser_.add_argument("--json", action="store_true")
    wanted = parser_.parse_args(arguments)
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as name:
        found = judge_all(Path(name))
    right = sum(one.right for one in found)
    if wanted.json:
        print(json.dumps({"right": right, "total": len(found)}))
        return 0 if right == len(found) else 1
    print(f"| key | level | {' | '.join(JUDGES)} |\n|---|---|{'---|' * len(JUDGES)}")
    for one in found:
        told = " | ".join(one.answers[judge].splitlines()[-1] for judge in JUDGES)
        print(f"| {one.kind} | {one.level.value.upper()} | {told} |")
    print(f"\n**{right}/{len(found)}** files are accepted by all {len(JUDGES)} judges.")
    return 0 if right == len(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
