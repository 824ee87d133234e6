"""Running the checks against one system, and telling what came out."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from app.conformance.announce_checks import ANNOUNCE_CHECKS
from app.conformance.checking import Check, Outcome
from app.conformance.commit_checks import COMMIT_CHECKS
from app.conformance.expecting import NotAsked, Unmet
from app.conformance.failures import Unreachable, UnsafeAddress
from app.conformance.hostile_checks import HOSTILE_CHECKS
from app.conformance.key_checks import KEY_CHECKS
from app.conformance.probe import Probe
from app.conformance.race_checks import RACE_CHECKS
from app.conformance.receipt_checks import RECEIPT_CHECKS
from app.conformance.refusal_checks import REFUSAL_CHECKS
from app.conformance.result_checks import RESULT_CHECKS
from app.conformance.revision_checks import REVISION_CHECKS
from app.conformance.service_checks import SERVICE_CHECKS, SERVICE_PATH
from app.conformance.upload_checks import UPLOAD_CHECKS
from app.conformance.wire import Exchange, Wire

CHECKS: tuple[Check, ...] = (
    *SERVICE_CHECKS,
    *ANNOUNCE_CHECKS,
    *UPLOAD_CHECKS,
    *RACE_CHECKS,
    *COMMIT_CHECKS,
    *RECEIPT_CHECKS,
    *KEY_CHECKS,
    *REVISION_CHECKS,
    *REFUSAL_CHECKS,
    *RESULT_CHECKS,
    *HOSTILE_CHECKS,
)
"""All checks, in the order in which a vendor would build."""

GROUPS = {
    "A": "Tài liệu dịch vụ",
    "B": "Thông báo hồ sơ",
    "C": "Gửi lặp không tạo hồ sơ thứ hai",
    "D": "Tải lên (tus 1.0)",
    "E": "Mã kiểm tra từng đoạn",
    "F": "Hai kết nối cùng lúc",
    "G": "Chốt hồ sơ",
    "H": "Biên nhận và khóa",
    "I": "Bản sửa đổi",
    "J": "Rút hồ sơ",
    "K": "Tìm lại",
    "L": "Báo lỗi",
    "M": "Dữ liệu thù địch",
    "N": "Giới hạn",
    "O": "Kết quả điện tử",
}
"""What the letter of a check's id stands for."""

_EVIDENCE = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """What came out of one check.

    Attributes:
        detail: What should have been, or why it was skipped; "" when it passed.
        evidence: Last requests and replies of a check that failed, shortened, without secrets.
    """

    check: Check
    outcome: Outcome
    detail: str
    evidence: tuple[Exchange, ...] = ()

    def to_json(self) -> dict[str, Any]:  # Any: JSON has no static shape
        """For `--json`; the names are a contract."""
        return {
            "id": self.check.id,
            "group": GROUPS[self.check.id[0]],
            "operation": self.check.operation,
            "sentence": self.check.sentence,
            "mandatory": self.check.mandatory,
            "outcome": self.outcome.value,
            "detail": self.detail,
            "evidence": [{"request": each.request, "reply": each.reply} for each in self.evidence],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What came out of all."""

    findings: tuple[Finding, ...]
    left: int

    @property
    def passed(self) -> bool:
        """Whether no mandatory check failed, and some passed."""
        return not self._failed(mandatory=True) and self.count(Outcome.PASSED) > 0

    def count(self, outcome: Outcome) -> int:
        """How many checks came out so."""
        return sum(finding.outcome is outcome for finding in self.findings)

    def _failed(self, *, mandatory: bool) -> list[Finding]:
        return [
            finding
            for finding in self.findings
            if finding.outcome is Outcome.FAILED and finding.check.mandatory is mandatory
        ]

    def to_json(self) -> dict[str, Any]:  # Any: JSON has no static shape
        """For `--json`; the names are a contract."""
        return {
            "passed": self.passed,
            "counts": {outcome.value: self.count(outcome) for outcome in Outcome},
            "failed_mandatory": [finding.check.id for finding in self._failed(mandatory=True)],
            "failed_recommended": [finding.check.id for finding in self._failed(mandatory=False)],
            "dossiers_left": self.left,
            "checks": [finding.to_json() for finding in self.findings],
        }


def check_address(base: str, token: str) -> str:
    """A web address without a slash at its end.

    Raises:
        UnsafeAddress: No web address, or a token would go in the clear to another machine.
    """
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.username:
        raise UnsafeAddress("not a web address")
    if token and parts.scheme == "http" and not _is_here(parts.hostname):
        raise UnsafeAddress("a token needs https")
    return base.rstrip("/")


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False


_ODD_SHAPES = (
    ArithmeticError,
    AttributeError,
    KeyError,
    IndexError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a check runs into when a reply is of a shape that it did not foresee."""


def run_checks(
    wire: Wire,
    *,
    checks: Sequence[Check] = CHECKS,
    tell: Callable[[Finding], None] = lambda finding: None,
) -> Report:
    """Look at a system.

    Args:
        wire: The way to it; closed afterwards.
        checks: What to look at.
        tell: Called with each finding as it comes.

    Raises:
        Unreachable: No connection, or nothing there that looks like a service document.
    """
    try:
        probe = Probe(wire, _service(wire), tuple(wire.log))
        findings = []
        for finding in _findings(probe, checks):
            findings.append(finding)
            tell(finding)
        left = sum(probe.withdraw(dossier_id).status == 409 for dossier_id in set(probe.made))
    finally:
        wire.close()
    return Report(tuple(findings), left)


def _service(wire: Wire) -> dict[str, Any]:  # Any: JSON has no static shape
    reply = wire.ask("GET", SERVICE_PATH)
    document = reply.json()
    if reply.status != 200 or not isinstance(document, dict):
        raise Unreachable(f"no service document: status {reply.status}")
    return document


def _findings(probe: Probe, checks: Sequence[Check]) -> Iterator[Finding]:
    for each in checks:
        probe.wire.log.clear()
        try:
            each.run(probe)
        except NotAsked as reason:
            yield Finding(each, Outcome.SKIPPED, str(reason))
        except Unmet as wanted:
            yield _failed(probe, each, str(wanted))
        except Unreachable:
            yield _failed(probe, each, "kết nối được tới hệ thống")
        except _ODD_SHAPES as error:
            # A reply of a shape that the check did not foresee is the system's fault.
            yield _failed(probe, each, f"trả lời đúng dạng ({type(error).__name__})")
        else:
            yield Finding(each, Outcome.PASSED, "")


def _failed(probe: Probe, each: Check, wanted: str) -> Finding:
    # A check that asked nothing of its own has judged the service document.
    evidence = tuple(probe.wire.log[-_EVIDENCE:]) or probe.opening
    return Finding(each, Outcome.FAILED, wanted, evidence)
