"""Device login: the code, the waiting, the tokens kept in private, one renewal."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import JobCancelled
from app.jobs import CancelToken
from app.province.device_login import Client, DeviceLogin
from app.province.errors import LoginNeeded, LoginRefused, NotConfigured, Rejected, ServerBusy
from app.province.station_login import DeviceCode
from app.services.login import log_in
from tests.fakes.login_service import LoginService, running_login_service

PENDING = (400, {"error": "authorization_pending"})


@pytest.fixture
def service() -> Iterator[LoginService]:
    with running_login_service() as running:
        yield running


@pytest.fixture
def login(service: LoginService, tmp_path: Path) -> Iterator[DeviceLogin]:
    made = DeviceLogin(Client(service.url, "tram-1", "intake"), tmp_path / "server-login.json")
    yield made
    made.close()


class Person:
    """Sees what is shown; the waiting is counted, not done."""

    def __init__(self) -> None:
        self.shown: list[DeviceCode] = []
        self.waits: list[float] = []

    def log_in(self, login: DeviceLogin, cancel: CancelToken | None = None) -> None:
        log_in(login, show=self.shown.append, wait=self.waits.append, cancel=cancel)


def test_log_in_waits_for_the_person_and_keeps_the_tokens_in_private(
    service: LoginService, login: DeviceLogin, tmp_path: Path
) -> None:
    service.answers = [PENDING, (400, {"error": "slow_down"}), PENDING]
    person = Person()

    person.log_in(login)

    file = tmp_path / "server-login.json"
    assert login.token() == "access-1"
    assert person.shown[0].user_code == "WDJB-MJHT"
    assert person.waits == [5.0, 5.0, 10.0, 10.0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert service.asked[0] == {"client_id": "tram-1", "scope": "intake"}
    assert service.asked[1]["device_code"] == "secret-device-code"


def test_log_in_code_of_the_station_is_never_shown(login: DeviceLogin) -> None:
    person = Person()

    person.log_in(login)

    assert "secret-device-code" not in repr(person.shown)


@pytest.mark.parametrize("error", ["access_denied", "expired_token", "invalid_client"])
def test_log_in_that_is_refused_says_so(
    service: LoginService, login: DeviceLogin, error: str
) -> None:
    service.answers = [(400, {"error": error})]

    with pytest.raises(LoginRefused):
        Person().log_in(login)


def test_log_in_that_nobody_confirms_ends(service: LoginService, login: DeviceLogin) -> None:
    service.device["expires_in"] = 20
    service.answers = [PENDING] * 100
    person = Person()

    with pytest.raises(LoginRefused):
        person.log_in(login)

    assert sum(person.waits) == 20.0


def test_log_in_service_that_stumbles_is_asked_again_slower(
    service: LoginService, login: DeviceLogin
) -> None:
    service.answers = [(503, {})]
    person = Person()

    person.log_in(login)

    assert person.waits == [5.0, 10.0]


def test_log_in_is_stopped_when_asked(login: DeviceLogin) -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(JobCancelled):
        Person().log_in(login, cancel)


def test_token_before_any_login_is_needed(login: DeviceLogin) -> None:
    with pytest.raises(LoginNeeded):
        login.token()


def test_renew_gives_new_tokens_and_survives_a_restart(
    service: LoginService, login: DeviceLogin, tmp_path: Path
) -> None:
    Person().log_in(login)

    renewed = login.renew("access-1")
    again = DeviceLogin(Client(service.url, "tram-1"), tmp_path / "server-login.json")

    assert (renewed, again.token()) == ("access-2", "access-2")
    assert service.asked[-1]["refresh_token"] == "refresh-1"
    again.close()


def test_renew_of_what_another_process_renewed_asks_nobody(
    service: LoginService, login: DeviceLogin, tmp_path: Path
) -> None:
    Person().log_in(login)
    other = DeviceLogin(Client(service.url, "tram-1"), tmp_path / "server-login.json")
    other.renew("access-1")
    asked = len(service.asked)

    assert login.renew("access-1") == "access-2"
    assert len(service.asked) == asked
    other.close()


def test_renew_without_a_new_refresh_token_keeps_the_old_one(
    service: LoginService, login: DeviceLogin
) -> None:
    Person().log_in(login)
    service.answers = [(200, {"access_token": "other", "token_type": "bearer"})]
    login.renew("access-1")

    login.renew("other")

    assert service.asked[-1]["refresh_token"] == "refresh-1"


def test_renew_that_is_refused_needs_a_person(service: LoginService, login: DeviceLogin) -> None:
    Person().log_in(login)
    service.answers = [(400, {"error": "invalid_grant"})]

    with pytest.raises(LoginNeeded):
        login.renew("access-1")


def test_endpoints_are_found_under_the_openid_address_too(
    service: LoginService, login: DeviceLogin
) -> None:
    service.metadata_path = "/.well-known/openid-configuration"

    assert login.begin().user_code == "WDJB-MJHT"


def test_endpoints_on_another_host_are_never_used(
    service: LoginService, login: DeviceLogin
) -> None:
    service.metadata["device_authorization_endpoint"] = "https://elsewhere.example/device"

    with pytest.raises(Rejected):
        login.begin()


@pytest.mark.parametrize(
    "change",
    [
        {"user_code": ""},
        {"device_code": 7},
        {"verification_uri": "javascript:alert(1)"},
        {"user_code": "WDJB\u202eMJHT"},
    ],
)
def test_answer_that_is_not_fit_to_be_shown_is_refused(
    service: LoginService, login: DeviceLogin, change: dict[str, object]
) -> None:
    service.device.update(change)

    with pytest.raises(ServerBusy):
        login.begin()


@pytest.mark.parametrize(
    "answer",
    [{}, {"access_token": "x"}, {"access_token": "a\nb", "token_type": "Bearer"}],
)
def test_answer_without_a_usable_token_is_refused(
    service: LoginService, login: DeviceLogin, answer: dict[str, object]
) -> None:
    code = login.begin()
    service.answers = [(200, answer)]

    with pytest.raises(ServerBusy):
        login.finish(code)


def test_client_without_id_or_with_a_broken_file_is_not_configured(tmp_path: Path) -> None:
    broken = tmp_path / "server-login.json"
    broken.write_text("[]")

    for client in (Client("http://127.0.0.1:9", ""), Client("http://127.0.0.1:9", "tram-1")):
        with pytest.raises(NotConfigured):
            DeviceLogin(client, broken)
