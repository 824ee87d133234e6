"""A login service for persons in memory: says who confirms, or what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.person import Person
from app.errors import StationError
from app.province.station_login import DeviceCode

ISSUER = "https://dang-nhap.example"
CODE = DeviceCode(
    user_code="WDJB-MJHT",
    address=f"{ISSUER}/thiet-bi",
    whole_address=f"{ISSUER}/thiet-bi?user_code=WDJB-MJHT",
    expires_s=900.0,
    interval_s=0.05,
    secret="kín",
)


def person(subject: str = "s-hoa", **claims: object) -> Person:
    """A person as the service names her."""
    kept: Mapping[str, object] = claims
    return Person(ISSUER, subject, "Lê Thị Hoa", "hoa.lt", kept)


@dataclass
class PersonService:
    """`answers` in turn: a person, or an error; the last one stays."""

    answers: list[Person | StationError] = field(default_factory=list)
    reachable: bool = True
    issuer: str = ISSUER

    def close(self) -> None:
        """Nothing to close."""

    def is_reachable(self) -> bool:
        return self.reachable

    def begin(self) -> DeviceCode:
        return CODE

    def finish(self, code: DeviceCode) -> Person:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, StationError):
            raise answer
        return answer
