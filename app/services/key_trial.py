"""A trial signature: a throw-away PDF is signed with a key and checked, then both are gone.

Runs on: the token lane; a driver and a signer are waited for.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.officer import Right
from app.domain.signing import Signer, SignerRole, SigningPlan
from app.errors import Advice, StationError
from app.services.access import require
from app.services.folder_desk import SigningDesk
from app.services.signing_desk import LooseOrder, sign_files, verify_files
from app.services.slip_drawing import SlipLine, draw_slip
from app.services.station import Station
from app.services.token_door import key_label
from app.services.workers import private_folder

TRIED = "key.tried"
"""Act of the audit: a key was tried; neither signer nor file is kept."""

_LEVEL = "b-b"
"""Nothing but the key is tried: no time stamp, no authority."""


class TrialNotSigned(StationError):
    """The trial file came back unsigned or changed."""

    code = "key_trial.not_signed"
    advice = Advice.USER_ACTION


@dataclass(frozen=True, slots=True)
class TrialSignature:
    """What a check of the trial file says.

    Attributes:
        key: What the key is called.
        signer: Who signed, as the certificate says.
        verdict: "valid", or "unknown" where nobody is trusted yet.
        warnings: Codes of what is told about the certificate.
    """

    key: str
    signer: str
    verdict: str
    warnings: tuple[str, ...] = ()

    @property
    def is_trusted(self) -> bool:
        """The chain ends at an authority this station trusts."""
        return self.verdict == "valid"


def sign_trial(station: Station, source: str, pin: bytearray) -> TrialSignature:
    """Sign a file that is made here, check it, and throw both away; the PIN is wiped.

    Raises:
        TrialNotSigned: What came back is not signed, or not whole.
        LibraryError: Wrong PIN, key gone, certificate refused …
        AccessError: Whoever acts may neither sign nor set up.
    """
    try:
        require(station, Right.SIGN if station.session.is_managed else Right.SET_UP)
        with private_folder() as folder:
            return _signed_and_checked(station, source, pin, folder)
    finally:
        pin[:] = bytes(len(pin))


def _signed_and_checked(
    station: Station, source: str, pin: bytearray, folder: Path
) -> TrialSignature:
    plain = folder / "ky-thu.pdf"
    plain.write_bytes(station.cpu.submit(draw_slip, _lines(station), "sohoa-trial", "a5").result())
    desk = SigningDesk(
        keys=station.keys,
        cpu=station.cpu,
        stamps=station.stamps,
        check=station.check,
        now=station.now,
        options=station.signing,
    )
    signing = station.signing
    plan = SigningPlan(
        (Signer(SignerRole.PERSON, source),),
        level=_LEVEL,
        kind=signing.kind,
        padding=signing.padding,
        owe_time=False,
    )
    (made,) = sign_files(desk, LooseOrder((plain,), folder / "signed", plan), [pin])
    if isinstance(made.outcome, StationError):
        raise made.outcome
    (verdict,) = verify_files(desk, [str(made.outcome.target)], "")
    if verdict["integrity"] != "intact" or not verdict["signatures"]:
        raise TrialNotSigned(str(verdict["integrity"]))
    station.store.record(station.act(TRIED, station.identity.station_id))
    return TrialSignature(
        key_label(source),
        str(verdict["signatures"][0]["signer"]),
        str(verdict["verdict"]),
        made.outcome.warnings,
    )


def _lines(station: Station) -> tuple[SlipLine, ...]:
    return (
        SlipLine("TỆP KÝ THỬ", title=True, framed=True),
        SlipLine(station.identity.station_id, label="Trạm"),
        SlipLine(station.stamp()[:10], label="Ngày"),
        SlipLine("Tệp này chỉ để thử khóa ký. Nó không có giá trị và bị xóa ngay."),
    )
