"""What is told of a token before the PIN: certificates, tries, software, coming and going."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.errors import Advice, LibraryError
from app.services.token_door import ModuleQuestion, TokenLibrary
from app.token_values import Notice, SessionEnded, TokensChanged
from app.ui.counter import Counter
from app.ui.signing_flow import SignStage
from app.ui.token_view import TokenMood
from signing.identities import CertificateSummary, TokenCertificate, TokenState
from tests.fakes.counter_dossiers import reviewed
from tests.fakes.counter_station import PIN, START, CounterStation, Token
from tests.ui.conftest import press, type_in
from tests.ui.test_ui_signing import open_sign_panel

Opener = Callable[..., Counter]
QUESTION = ModuleQuestion("/usr/lib/thu.so", "Hãng Thử", "ab" * 32)


def certificate(name: str, refusal: str = "") -> TokenCertificate:
    digest = (name.encode().hex() + "0" * 64)[:64]
    until = START + timedelta(days=90)
    summary = CertificateSummary(name, "CA thử", "01", START, until, digest)
    return TokenCertificate(summary, "THU", refusal)


WAIT_MS = 30_000
AN, BINH = certificate("Nguyễn Văn An"), certificate("Trần Thị Bình")
OLD = certificate("Nguyễn Văn An cũ", "certificate.expired")


@dataclass
class DoorToken(Token):
    """A token that can be looked at, and says by itself what happens."""

    state: TokenState = field(default_factory=lambda: TokenState("THU", present=True))
    shown: tuple[TokenCertificate, ...] = (AN,)
    is_allowed: bool = True
    looks_that_fail: int = 0
    listeners: list[Callable[[Notice], None]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    signed_with: list[str] = field(default_factory=list)

    def libraries(self) -> tuple[TokenLibrary, ...]:
        return ()

    def devices(self, _source: str) -> tuple[TokenState, ...]:
        if not self.is_allowed:
            raise LibraryError("key.module_unknown", Advice.USER_ACTION)
        if self.looks_that_fail:
            self.looks_that_fail -= 1
            raise LibraryError("key.token_failed", Advice.RETRY_LATER)
        return (self.state,)

    def certificates(self, _source: str) -> tuple[TokenCertificate, ...]:
        return self.shown

    def question(self, source: str) -> ModuleQuestion:
        self.asked.append(source)
        return QUESTION

    def allow(self, question: ModuleQuestion) -> None:
        assert question == QUESTION
        self.is_allowed = True

    def listen(self, listener: Callable[[Notice], None]) -> None:
        self.listeners.append(listener)

    def say(self, notice: Notice) -> None:
        for listener in self.listeners:
            listener(notice)

    def unlock(self, source: str, pin: bytearray) -> object:  # type: ignore[override]
        self.signed_with.append(source)
        return super().unlock(source, pin)


@pytest.fixture
def token(world: CounterStation) -> DoorToken:
    token = DoorToken()
    world.token = token
    world.station = replace(world.station, token=token, keys=token)
    return token


@pytest.fixture
def opened(
    open_counter: Opener, world: CounterStation, token: DoorToken, qtbot: QtBot
) -> Callable[[], Counter]:
    def opener() -> Counter:
        reviewed(world)
        counter = open_counter()
        open_sign_panel(counter, qtbot)
        known = (TokenMood.UNKNOWN, TokenMood.UNSET)
        qtbot.waitUntil(lambda: counter.flows.signing.token.mood not in known)
        return counter

    return opener


def test_only_certificate_is_named_with_issuer_and_end(opened: Callable[[], Counter]) -> None:
    panel = opened().window.sign.person

    assert "Nguyễn Văn An\nCA thử · hạn đến 25/01/2026" in panel.state_text
    assert panel.certificates.isHidden()


def test_of_several_certificates_one_has_to_be_chosen_and_signs(
    opened: Callable[[], Counter], world: CounterStation, token: DoorToken, qtbot: QtBot
) -> None:
    token.shown = (AN, BINH, OLD)
    counter = opened()
    panel = counter.window.sign

    words = [panel.person.certificates.item(row).text() for row in range(3)]
    usable = [
        bool(panel.person.certificates.item(row).flags() & Qt.ItemFlag.ItemIsEnabled)
        for row in range(3)
    ]
    type_in(panel.pin, PIN)
    before = panel.sign_button.toolTip()
    panel.person.certificates.setCurrentRow(1)
    press(panel.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.SEALED)
    assert usable == [True, True, False]
    assert "hết" in words[2]
    assert before == "Hãy chọn chứng thư để ký trước."
    assert token.signed_with[0].endswith(f"#THU@{BINH.summary.sha256}")
    assert world.store.dossier_rows()[0].dossier.state is DossierState.SEALED


def test_certificates_that_may_not_sign_close_signing(
    opened: Callable[[], Counter], token: DoorToken
) -> None:
    token.shown = (OLD,)

    panel = opened().window.sign

    type_in(panel.pin, PIN)
    assert not panel.sign_button.isEnabled()
    assert "hết" in panel.person.state_text


def test_keypad_needs_no_field_and_signs_with_an_empty_pin(
    opened: Callable[[], Counter], token: DoorToken, qtbot: QtBot
) -> None:
    token.state = TokenState("THU", present=True, protected_path=True)
    counter = opened()
    panel = counter.window.sign

    assert panel.pin.isHidden()
    assert "bàn phím của đầu đọc" in panel.person.state_text
    qtbot.waitUntil(panel.sign_button.isEnabled)
    panel.sign_button.click()
    qtbot.waitUntil(lambda: token.logins == [""])


def test_last_try_needs_a_tick(
    opened: Callable[[], Counter], token: DoorToken, qtbot: QtBot
) -> None:
    token.state = TokenState("THU", present=True, final_try=True, tries_left=1)
    counter = opened()
    panel = counter.window.sign
    type_in(panel.pin, PIN)

    press(panel.pin, Qt.Key.Key_Return)
    without = list(token.logins)
    panel.person.sure.click()
    press(panel.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: token.logins == [PIN])
    assert without == []
    assert "1 lần thử" in panel.person.state_text


def test_locked_token_shows_no_field_and_whom_to_call(
    opened: Callable[[], Counter], token: DoorToken
) -> None:
    token.state = TokenState("THU", present=True, locked=True, tries_left=0)

    panel = opened().window.sign

    assert panel.pin.isHidden()
    assert "liên hệ nơi cấp thiết bị" in panel.person.state_text


def test_unknown_software_is_asked_about_once_and_used_when_allowed(
    opened: Callable[[], Counter], token: DoorToken, qtbot: QtBot
) -> None:
    token.is_allowed = False
    counter = opened()
    panel = counter.window.sign.person

    asked = panel.state_text
    assert counter.flows.signing.token.mood is TokenMood.ASK
    panel.allow_button.click()

    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is TokenMood.READY)
    assert "/usr/lib/thu.so" in asked
    assert "Hãng Thử" in asked
    assert "abababab abababab" in asked
    assert panel.allow_button.isHidden()


def test_token_pulled_out_and_put_back_is_told_by_itself(
    opened: Callable[[], Counter], token: DoorToken, qtbot: QtBot
) -> None:
    counter = opened()
    type_in(counter.window.sign.pin, PIN)

    token.say(TokensChanged(()))
    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is TokenMood.MISSING)
    out = counter.window.strip.token.text()
    hidden = counter.window.sign.pin.isHidden()
    typed = counter.window.sign.pin.text()
    token.say(TokensChanged((token.state,)))
    token.say(SessionEnded("idle"))

    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is TokenMood.READY)
    assert out == "! Chưa có thiết bị ký số"
    assert hidden
    assert typed == ""


def test_token_that_is_there_and_cannot_be_looked_at_is_looked_at_again(
    opened: Callable[[], Counter], token: DoorToken, qtbot: QtBot
) -> None:
    counter = opened()
    token.say(TokensChanged(()))
    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is TokenMood.MISSING)
    token.looks_that_fail = 1

    token.say(TokensChanged((token.state,)))

    qtbot.waitUntil(lambda: token.looks_that_fail == 0)
    qtbot.waitUntil(lambda: counter.flows.signing.token.mood is TokenMood.READY, timeout=WAIT_MS)


def test_token_pulled_out_while_signing_keeps_what_is_signed(
    opened: Callable[[], Counter], world: CounterStation, token: DoorToken, qtbot: QtBot
) -> None:
    token.pulled_after = 0
    counter = opened()
    panel = counter.window.sign
    type_in(panel.pin, PIN)
    press(panel.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "nhập lại mã PIN" in panel.failures_text)
    left = len(world.store.signing_batches())

    token.pulled_after = None
    type_in(panel.pin, PIN)
    qtbot.waitUntil(panel.sign_button.isEnabled)
    press(panel.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.SEALED)
    assert left == 1
    assert world.store.signing_batches() == []


def test_key_file_comes_with_a_warning(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    reviewed(world)
    counter = open_counter(key="p12:/khoa/thu.p12")

    qtbot.waitUntil(lambda: counter.flows.signing.token.is_file)

    assert not counter.window.sign.person._file_warning.isHidden()
