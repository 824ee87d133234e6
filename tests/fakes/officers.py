"""Officers of a station, with cheap hashes."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.officer import Role, failed
from app.services.doorkeeper import Doorkeeper, NewOfficer
from app.services.passwords import HashCost
from app.services.station import Station

CHEAP = HashCost(kib=32, passes=1, lanes=1)
SECRET = "Một cửa Hoằng Lộc".encode()

ACCOUNTS = {
    "admin": frozenset({Role.ADMIN}),
    "hoa": frozenset({Role.SCAN}),
    "lan": frozenset({Role.SCAN}),
    "minh": frozenset({Role.SIGN}),
}


def secret(text: str = "") -> bytearray:
    """What somebody types."""
    return bytearray(text.encode("utf-8") if text else SECRET)


@dataclass(frozen=True, slots=True)
class Desk:
    """A station with accounts; nobody is logged in at first."""

    station: Station
    keeper: Doorkeeper

    @classmethod
    def with_accounts(cls, station: Station) -> Desk:
        keeper = Doorkeeper(CHEAP)
        for name, roles in ACCOUNTS.items():
            keeper.add(station, NewOfficer(name, roles), secret())
            if name == "admin":
                keeper.log_in(station, name, secret())
        first = secret("mật khẩu đầu tiên")
        for name in ACCOUNTS:
            if name != "admin":
                keeper.reset_password(station, name, bytearray(first))
        station.session.end()
        for name in ACCOUNTS:
            if name != "admin":
                keeper.change_password(station, name, bytearray(first), secret())
        station.session.end()
        return cls(station, keeper)

    def enter(self, officer_id: str) -> None:
        self.keeper.log_in(self.station, officer_id, secret())

    def fail(self, officer_id: str, times: int) -> None:
        """Wrong passwords, as if typed one after the other just now."""
        officer = self.station.store.officer(officer_id)
        for _ in range(times):
            officer = failed(officer, self.station.stamp())
        self.station.store.save_officer(officer, None)
