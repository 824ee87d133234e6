"""Twelve faults of revocation services and clocks, and whether each ends in the right answer.

Run: `python -m benchmarks.revocation_faults [--json]`. Prints a Markdown table, n of 12. Services
run on loopback under a throw-away authority. Every fault is tried in two ways: a certificate is
checked before its key is used, which has to end in the named error; and a file signed with it is
checked, which has to say "unknown" and never "valid". Two controls (good, revoked) have to come out
as such, or the table is worth nothing.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Event

import pikepdf
from asn1crypto import tsp

from app.ui.messages import MESSAGES, headline
from signing.errors import SigningError
from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import P12Source, SignRequest
from signing.trial.authority import (
    CRL_PATH,
    OfficerProfile,
    Revocation,
    TrialAuthority,
    TrialKey,
)
from signing.trial.revocation import ListContent, OcspFault, TrialResponder, make_list
from signing.trial.services import Answer, TrialServices
from signing.trust.certificate_check import CheckRules, check_before_signing
from signing.trust.clocks import ClockSource, clock_doubt
from signing.validation.verify import VerifyRules, verify_with

PASSWORD = "thu"  # noqa: S105 - opens throw-away keys only
_PATIENT_S, _IMPATIENT_S = 20.0, 0.4
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """One way in which services go wrong.

    Attributes:
        name: For people.
        code: Error that has to come out; empty when the certificate is good.
        verdict: What a check of a signed file has to say.
        ocsp: Answers OCSP requests; None has no such service.
        files: Files served instead of the authority's own.
        published: Services named in the officer's certificate.
        reachable: False lets the certificate name a port where nobody listens.
        timeout_s: Longest wait for an answer, seconds.
    """

    name: str
    code: str
    verdict: str = "unknown"
    ocsp: Answer | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    published: Revocation = Revocation.OCSP
    reachable: bool = True
    timeout_s: float = _PATIENT_S


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one fault.

    Attributes:
        fault: Its family.
        case: Its variant.
        expected: Code and verdict that had to come.
        found: Code and verdict that came.
        sentence: What an officer reads; empty when there is none.
    """

    fault: str
    case: str
    expected: str
    found: str
    sentence: str

    @property
    def right(self) -> bool:
        """The right answer, with words for it."""
        return self.expected == self.found and bool(self.sentence)


@dataclass(frozen=True, slots=True)
class Stage:
    """A throw-away authority with everything that faults need."""

    folder: Path
    authority: TrialAuthority
    services: TrialServices
    dead_url: str
    stranger: TrialAuthority
    below: TrialKey
    responder: TrialKey
    unnamed: TrialKey
    release: Event

    def answering(
        self,
        fault: OcspFault = OcspFault.NONE,
        *,
        signer: TrialKey | None = None,
        revoked: frozenset[int] = frozenset(),
        before: Callable[[], object] = bool,
    ) -> Answer:
        """Make an OCSP service."""
        root = self.authority.root
        return TrialResponder(
            root, signer or self.responder, lambda: datetime.now(UTC), revoked, fault, before
        ).answer


@contextmanager
def stage() -> Iterator[Stage]:
    """Set everything up; keys are made once."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as name, TrialServices() as services:
        folder = Path(name)
        with TrialServices() as gone:
            dead_url = gone.url
        authority = TrialAuthority.create(
            folder / "ca", now, base_url=services.url, password=PASSWORD
        )
        stranger = TrialAuthority.create(
            folder / "khac", now, base_url=services.url, password=PASSWORD
        )
        release = Event()
        try:
            yield Stage(
                folder,
                authority,
                services,
                dead_url,
                stranger,
                authority.issue_authority(),
                authority.issue_responder(),
                authority.issue_responder(may_answer=False),
                release,
            )
        finally:
            release.set()


def families(on: Stage) -> dict[str, list[Misbehaviour]]:
    """List the eight faults of OCSP and revocation lists, each with its variants."""
    old, other = "service.revocation_outdated", "service.revocation_for_other"
    forged, unread = "service.revocation_not_proved", "service.revocation_unreadable"
    silent, begin = "service.revocation_unavailable", datetime.now(UTC) - _HOUR

    def by_list(name: str, code: str, content: bytes) -> Misbehaviour:
        return Misbehaviour(name, code, files={CRL_PATH: content}, published=Revocation.CRL)

    root = on.authority.root
    good = make_list(root, ListContent(begin))
    strange = on.stranger.issue_responder()
    slow = on.answering(before=lambda: on.release.wait(30))
    return {
        "answer of another time": [
            Misbehaviour("its time is over", old, ocsp=on.answering(OcspFault.EXPIRED)),
            Misbehaviour("from tomorrow", old, ocsp=on.answering(OcspFault.FROM_FUTURE)),
        ],
        "wrong responder": [
            Misbehaviour("not made to answer", forged, ocsp=on.answering(signer=on.unnamed)),
            Misbehaviour("of another authority", forged, ocsp=on.answering(signer=strange)),
        ],
        "about another certificate": [
            Misbehaviour("other serial number", other, ocsp=on.answering(OcspFault.OTHER_SERIAL)),
        ],
        "tampered answer": [
            Misbehaviour("signature changed", forged, ocsp=on.answering(OcspFault.TAMPERED)),
        ],
        "old answer shown again": [
            Misbehaviour("other nonce", other, ocsp=on.answering(OcspFault.OTHER_NONCE)),
        ],
        "answer that cannot be read": [
            Misbehaviour("2 MiB", unread, ocsp=on.answering(OcspFault.OVERSIZED)),
            Misbehaviour("a web page", unread, ocsp=on.answering(OcspFault.GARBAGE)),
        ],
        "no answer": [
            Misbehaviour("slow", silent, ocsp=slow, timeout_s=_IMPATIENT_S),
            Misbehaviour("nobody listens", silent, reachable=False),
            Misbehaviour("try later", silent, ocsp=on.answering(OcspFault.TRY_LATER)),
        ],
        "bad revocation list": [
            by_list(
                "its time is over",
                old,
                make_list(root, ListContent(begin - timedelta(days=40))),
            ),
            by_list("of another authority", other, make_list(on.below, ListContent(begin))),
            by_list("forged", forged, make_list(on.stranger.root, ListContent(begin))),
            by_list("cut off", unread, good[: len(good) // 2]),
            by_list("changes only", unread, make_list(root, ListContent(begin, changes_only=True))),
            by_list("for others", unread, make_list(root, ListContent(begin, for_others=True))),
        ],
    }


def try_fault(on: Stage, fault: str, case: Misbehaviour) -> Outcome:
    """Let services misbehave, check a certificate and a file signed with it."""
    base_url = on.authority.base_url if case.reachable else on.dead_url
    issuing = replace(on.authority, base_url=base_url)
    profile = OfficerProfile(revocation=case.published)
    p12 = issuing.issue_p12(profile, PASSWORD, "thu.p12")
    with open_key(P12Source(p12), bytearray(PASSWORD, "utf-8")) as key:
        certificate = key.certificate
        signed = on.folder / "da-ky.pdf"
        signed.unlink(missing_ok=True)
        request = SignRequest(datetime.now(UTC), trust_roots=(on.authority.root_der,))
        sign_pdf(_paper(on.folder), signed, key, request)
    on.services.publish(on.authority, ocsp=case.ocsp, files=case.files)
    code = _code_of(lambda: _check(on, certificate, case.timeout_s))
    verdict = _verdict(on, signed, case.timeout_s)
    return Outcome(
        fault, case.name, f"{case.code or 'good'}, {case.verdict}", f"{code}, {verdict}",
        _sentence(code),
    )  # fmt: skip


def try_controls(on: Stage) -> list[Outcome]:
    """See that a good certificate is good and a revoked one is refused."""
    good = try_fault(on, "control", Misbehaviour("good", "", "valid", ocsp=on.answering()))
    # Whoever issues it does not know the number yet: a service that revokes all.
    all_revoked = on.answering(revoked=_Everything())
    revoked = Misbehaviour("revoked", "certificate.revoked", "invalid", ocsp=all_revoked)
    return [good, try_fault(on, "control", revoked)]


def try_clocks(on: Stage) -> list[Outcome]:
    """Hold wrong clocks against a time-stamp service and the server of a line."""
    on.services.publish(on.authority)
    right, server = datetime.now(UTC), _time_of_line(on.services.url + CRL_PATH)
    stamped = _time_of_stamp(on.authority, right)
    cases = [
        ("one day slow", right - timedelta(days=1), server, "clock.behind"),
        ("seven hours fast", right + timedelta(hours=7), server, "clock.zone"),
        ("ten minutes fast", right + timedelta(minutes=10), server, "clock.ahead"),
        (
            "a day slow, and so is the server",
            right - timedelta(days=1),
            server - timedelta(days=1),
            "clock.sources_disagree",
        ),
    ]
    outcomes = []
    for name, local, line, expected in cases:
        others = [(ClockSource.TIMESTAMP, stamped), (ClockSource.SERVER, line)]
        error = clock_doubt(local, others).error()
        code = error.code if error else "good"
        outcomes.append(Outcome(f"clock: {name}", "", expected, code, _sentence(code)))
    return outcomes


def try_all(on: Stage) -> tuple[list[Outcome], list[Outcome]]:
    """Try the controls and every fault."""
    controls = try_controls(on)
    found = [try_fault(on, name, case) for name, cases in families(on).items() for case in cases]
    return controls, [*found, *try_clocks(on)]


def count(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """Count faults all of whose variants came out right, and all faults."""
    names = list(dict.fromkeys(one.fault for one in outcomes))
    right = [name for name in names if all(o.right for o in outcomes if o.fault == name)]
    return len(right), len(names)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args(arguments)
    with stage() as on:
        controls, outcomes = try_all(on)
    right, total = count(outcomes)
    sound = all(one.right for one in controls)
    if wanted.json:
        print(json.dumps({"right": right, "total": total, "controls_right": sound}))
        return 0 if sound and right == total else 1
    print("| fault | variant | had to end in | ended in | officer reads | |")
    print("|---|---|---|---|---|---|")
    for one in (*controls, *outcomes):
        mark = "right" if one.right else "WRONG"
        print(
            f"| {one.fault} | {one.case} | {one.expected} | {one.found} | {one.sentence} | {mark} |"
        )
    print(f"\n**{right}/{total}** faults end in the right answer; controls right: {sound}.")
    return 0 if sound and right == total else 1


class _Everything(frozenset[int]):
    """Every serial number."""

    def __contains__(self, _: object) -> bool:
        return True


def _check(on: Stage, certificate: bytes, timeout_s: float) -> object:
    """Check a certificate the way it is done before signing."""
    rules = CheckRules(datetime.now(UTC), (on.authority.root_der,), timeout_s=timeout_s)
    return check_before_signing(certificate, (), rules)


def _verdict(on: Stage, signed: Path, timeout_s: float) -> str:
    """Check a file and ask the authority."""
    rules = VerifyRules((on.authority.root_der,), fetch=True, timeout_s=timeout_s)
    return verify_with(signed, rules).verdict.value


def _code_of(work: Callable[[], object]) -> str:
    """Give the code of the error that comes out."""
    try:
        work()
    except SigningError as error:
        return error.code
    return "good"


def _sentence(code: str) -> str:
    """Give what an officer reads."""
    if code == "good":
        return "-"
    return headline(code) if code in MESSAGES else ""


def _time_of_line(url: str) -> datetime:
    """Read the clock of a server from its answer."""
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - loopback
        return parsedate_to_datetime(answer.headers["Date"])


def _time_of_stamp(authority: TrialAuthority, now: datetime) -> datetime:
    """Ask the time-stamp service for its clock."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}
    query = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True})
    answer = tsp.TimeStampResp.load(authority.answer_timestamp(query.dump(), now))
    token = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    found = token["gen_time"].native
    assert isinstance(found, datetime)
    return found


def _paper(folder: Path) -> Path:
    """Make a file to sign."""
    path = folder / "don.pdf"
    if not path.exists():
        document = pikepdf.new()
        document.add_blank_page(page_size=(595, 842))
        target = io.BytesIO()
        document.save(target)
        path.write_bytes(target.getvalue())
    return path


if __name__ == "__main__":
    raise SystemExit(main())
