"""Several persons and the agency sign: chosen, added, left out, warned; by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.ids import DossierId
from app.domain.signing import SignerRole, StampKind
from app.errors import JobCancelled
from app.jobs import CancelToken
from app.services.key_host import SecretKind
from app.services.signing_asks import Waiting
from app.services.station import SigningOptions
from app.token_values import TokensChanged
from app.ui.counter import Counter
from app.ui.jobs_bridge import JobsBridge
from app.ui.key_panel import KeyPanel
from app.ui.preview_flow import FoundPlace
from app.ui.signing_flow import SignChoice, SignStage, plan_of
from app.ui.token_flow import TokenFlow
from app.ui.token_view import TokenMood, TokenView, token_words
from app.ui.wait_flow import WaitFlow
from tests.fakes.counter_dossiers import reviewed
from tests.fakes.counter_station import KEY, PIN, START, CounterStation
from tests.ui.conftest import press, type_in
from tests.ui.test_ui_signing import open_sign_panel
from tests.ui.test_ui_token import WAIT_MS, DoorToken, certificate

Opener = Callable[..., Counter]
AGENCY = "pkcs11:/usr/lib/thu.so#CO-QUAN"
SECOND, THIRD = "p12:/khoa/lan.p12", "p12:/khoa/minh.p12"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def opened(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> Callable[..., tuple[Counter, DossierId]]:
    def opener(**options: object) -> tuple[Counter, DossierId]:
        signing = replace(world.station.signing, **options)  # type: ignore[arg-type]  # as named
        world.station = replace(world.station, signing=signing)
        home = reviewed(world)
        counter = open_counter()
        open_sign_panel(counter, qtbot)
        return counter, home

    return opener


Opened = Callable[..., tuple[Counter, DossierId]]


def add_signer(counter: Counter, qtbot: QtBot, wanted: int) -> None:
    """By keyboard alone."""
    press(counter.window.sign, Qt.Key.Key_A, CONTROL, SHIFT)
    box = counter.window.sign.signers
    qtbot.waitUntil(lambda: not box.offers.isHidden() or len(box.shown) == wanted)
    if not box.offers.isHidden():
        press(box.offers, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(box.shown) == wanted)


def give_all(counter: Counter, qtbot: QtBot, *pins: str) -> None:
    panels = counter.window.sign.signers.shown
    for panel, pin in zip(panels, pins, strict=True):
        type_in(panel.pin, pin)
    qtbot.waitUntil(counter.window.sign.sign_button.isEnabled, timeout=WAIT_MS)
    press(panels[-1].pin, Qt.Key.Key_Return)


def signed_by(world: CounterStation) -> list[str]:
    return [value.split(b"|")[0].decode() for value in world.token.values]


def test_dossier_is_signed_by_the_person_then_the_agency_when_that_is_chosen(
    opened: Opened, world: CounterStation, qtbot: QtBot
) -> None:
    counter, home = opened(agency_key=AGENCY, organ_name="UBND xã Hòa Lợi")
    panel = counter.window.sign
    alone = len(panel.signers.shown)
    panel.who.setCurrentIndex(1)
    panel.choose_look(StampKind.COPY)

    give_all(counter, qtbot, PIN, PIN)

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    files = len(world.store.files(home))
    shown = [order.stamp.kind for order in world.reader.prepared if order.stamp is not None]
    assert alone == 1
    assert signed_by(world) == [KEY, AGENCY] * files
    assert shown == [StampKind.COPY] * files
    assert counter.flows.signing.keys.with_agency


def test_agency_is_offered_first_where_the_setting_says_so(opened: Opened) -> None:
    counter, _ = opened(agency_key=AGENCY, seal_dossiers=True)

    panel = counter.window.sign

    assert panel.who.currentText() == "Người ký và con dấu cơ quan"
    assert [one.pin.isHidden() for one in panel.signers.shown] == [False, False]


def test_station_without_an_agency_key_offers_no_choice(opened: Opened) -> None:
    counter, _ = opened()

    assert not counter.window.sign.who.isVisible()


def test_further_persons_are_added_and_sign_in_order(
    opened: Opened, world: CounterStation, qtbot: QtBot
) -> None:
    counter, home = opened(further_keys=(SECOND, THIRD), agency_key=AGENCY, seal_dossiers=True)
    add_signer(counter, qtbot, 3)
    add_signer(counter, qtbot, 4)
    box = counter.window.sign.signers
    roles = [panel._role.text() for panel in box.shown]
    is_full = box.add_button.isHidden()

    give_all(counter, qtbot, PIN, PIN, PIN, PIN)

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    assert is_full
    assert roles == ["1. Người ký", "2. Người ký", "3. Người ký", "4. Con dấu cơ quan"]
    assert signed_by(world)[:4] == [KEY, SECOND, THIRD, AGENCY]
    assert world.token.logins == [PIN] * 4
    assert all(not any(pin) for pin in world.token.given)


def test_offers_are_brought_into_sight(opened: Opened, qtbot: QtBot) -> None:
    counter, _ = opened(further_keys=(SECOND, THIRD), agency_key=AGENCY, seal_dossiers=True)
    panel = counter.window.sign

    press(panel, Qt.Key.Key_A, CONTROL, SHIFT)

    offers = panel.signers.offers
    qtbot.waitUntil(lambda: not offers.isHidden())
    qtbot.waitUntil(lambda: offers.visibleRegion().boundingRect().height() == offers.height())


def test_place_that_was_asked_for_other_signers_is_dropped(
    opened: Opened, world: CounterStation, qtbot: QtBot
) -> None:
    options = {"further_keys": (SECOND,), "agency_key": AGENCY, "seal_dossiers": True}
    counter, _ = opened(**options, organ_name="UBND xã Hòa Lợi")
    panel, look = counter.window.sign, counter.desk._sign._look
    late: list[FoundPlace] = []
    counter.flows.preview.place_found.connect(late.append)
    panel.choose_look(StampKind.COPY)
    qtbot.waitUntil(lambda: len(look.spots) == 1, timeout=WAIT_MS)
    add_signer(counter, qtbot, 3)
    qtbot.waitUntil(lambda: look.unplaced == 0, timeout=WAIT_MS)

    counter.flows.preview.place_found.emit(late[0])

    assert [place for _, place in look.spots] == [2]


def test_place_is_told_in_the_language_of_the_window(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    signing = replace(world.station.signing, organ_name="UBND xã Hòa Lợi")
    world.station = replace(world.station, signing=signing)
    reviewed(world)
    counter = open_counter(world, language="en")
    open_sign_panel(counter, qtbot)
    view = counter.window.files.stamped

    counter.window.sign.choose_look(StampKind.COPY)

    qtbot.waitUntil(lambda: bool(view._items), timeout=WAIT_MS)
    assert "the corner that the rule names" in view._items[0].stamp.words


def test_person_left_out_takes_the_typed_pin_along(
    opened: Opened, world: CounterStation, qtbot: QtBot
) -> None:
    counter, home = opened(further_keys=(SECOND, THIRD))
    add_signer(counter, qtbot, 2)
    add_signer(counter, qtbot, 3)
    box = counter.window.sign.signers
    type_in(box.further[0].pin, "pin of the second")
    type_in(box.further[1].pin, "pin of the third")

    box.further[0].remove_button.click()
    left = [panel.pin.is_blank for panel in box.further]
    give_all(counter, qtbot, PIN, PIN)

    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    assert left == [True, True]
    assert signed_by(world)[:2] == [KEY, THIRD]
    assert world.token.logins == [PIN, PIN]


def test_without_any_further_key_it_says_what_to_do(opened: Opened, qtbot: QtBot) -> None:
    counter, _ = opened()

    press(counter.window.sign, Qt.Key.Key_A, CONTROL, SHIFT)

    box = counter.window.sign.signers
    qtbot.waitUntil(lambda: "cắm thiết bị ký số của người ký tiếp theo" in box.note_text)
    assert len(box.shown) == 1


def test_wrong_pin_is_told_at_its_key_and_all_are_asked_again(
    opened: Opened, world: CounterStation, qtbot: QtBot
) -> None:
    counter, home = opened(agency_key=AGENCY, seal_dossiers=True)
    panel = counter.window.sign

    give_all(counter, qtbot, PIN, "000")
    qtbot.waitUntil(lambda: panel.agency.refusal_text != "")
    qtbot.waitUntil(lambda: counter.flows.signing.stage is SignStage.READY)

    assert "còn 2 lần thử" in panel.agency.refusal_text
    assert panel.person.refusal_text == ""
    assert all(one.pin.is_blank for one in panel.signers.shown)
    assert world.store.dossier(home).state is DossierState.BUILT
    assert world.token.logins == [PIN, "000"]


def test_warnings_are_told_after_signing_and_known_before_the_next(
    opened: Opened, world: CounterStation, qtbot: QtBot
) -> None:
    world.reader.key_warnings = ("certificate-expires-30", "revocation-unknown")
    counter, home = opened()
    before = counter.window.sign.warnings_text

    give_all(counter, qtbot, PIN)
    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)
    qtbot.waitUntil(lambda: "niêm phong" in counter.window.message.text)
    told = counter.window.message.text
    other = reviewed(world)
    counter.flows.queue.refresh()
    counter.flows.queue.choose(other)
    qtbot.waitUntil(lambda: counter.flows.queue.chosen_id == other)
    open_sign_panel(counter, qtbot)

    assert "chưa cài gốc tin cậy" in before or before.startswith("?")
    assert "không quá 30 ngày" in told
    assert "thu hồi" in told
    assert "thu hồi" in counter.window.sign.warnings_text
    assert "30 ngày" not in counter.window.sign.warnings_text


def test_certificate_near_its_end_is_told_before_the_pin(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    old = certificate("Nguyễn Văn An")
    soon = replace(old.summary, not_after=START + timedelta(days=20))
    token = DoorToken(shown=(replace(old, summary=soon),))
    world.token = token
    world.station = replace(world.station, token=token, keys=token)
    reviewed(world)
    counter = open_counter()

    open_sign_panel(counter, qtbot)

    panel = counter.window.sign.person
    qtbot.waitUntil(lambda: "Chứng thư còn hạn không quá 30 ngày." in panel.state_text)
    assert counter.window.sign.person.token.can_sign


@pytest.mark.parametrize("source", ["p12:/khoa/thu.p12", "pkcs11:/usr/lib/khac.so#THU"])
def test_tokens_of_another_library_say_nothing_of_a_key(
    officer_app: object, world: CounterStation, qtbot: QtBot, source: str
) -> None:
    token = DoorToken()
    station = replace(world.station, token=token, keys=token)
    bridge = JobsBridge()
    flow = TokenFlow(station, bridge, source)
    flow.check()
    qtbot.waitUntil(lambda: flow.view.mood is TokenMood.READY)

    token.say(TokensChanged((), "/usr/lib/thu.so"))
    seen: list[bool] = []
    bridge.post(seen.append, True)
    qtbot.waitUntil(lambda: bool(seen))

    assert flow.view.mood is TokenMood.READY
    bridge.close()


def test_remote_key_is_named_by_its_host_and_asks_for_the_right_secret(
    officer_app: object, qtbot: QtBot
) -> None:
    panel = KeyPanel("vi")
    qtbot.addWidget(panel)

    panel.set_token(
        TokenView(TokenMood.READY, "ky.example.vn", kind="csc", secret=SecretKind.PASSWORD)
    )
    by_password = (panel.state_text, panel.pin_label.text(), panel.pin.isHidden())
    panel.set_token(
        TokenView(TokenMood.READY, "ca.example.vn", kind="smartca", secret=SecretKind.NONE)
    )

    assert by_password == ("✓ Ký số từ xa · ky.example.vn", "&Mật khẩu", False)
    assert panel.pin.isHidden()
    assert "xác nhận trên điện thoại" in panel.state_text
    assert panel.why_closed() == ""
    missing = token_words(TokenView(TokenMood.MISSING, kind="csc"))
    assert missing == "! Ký số từ xa khai báo chưa đúng"


def test_waiting_for_the_telephone_is_counted_down(opened: Opened, world: CounterStation) -> None:
    counter, _ = opened()
    until = world.clock + timedelta(minutes=4, seconds=32)

    counter.flows.signing.wait._know(Waiting("Nguyễn Văn An", 12, until))
    text = counter.window.sign.wait_text
    counter.flows.signing.wait._know(None)

    assert text == "◷ Chờ Nguyễn Văn An xác nhận trên điện thoại: còn 4:32 (12 tệp)."
    assert counter.window.sign.wait_text == ""


def test_one_time_code_is_asked_for_and_handed_over(opened: Opened, qtbot: QtBot) -> None:
    counter, _ = opened()
    panel, wait = counter.window.sign, counter.flows.signing.wait
    wait.begin(CancelToken())
    given: list[bytearray] = []
    asking = threading.Thread(target=lambda: given.append(wait.ask_code("Nguyễn Văn An")))

    asking.start()
    qtbot.waitUntil(panel.code.isVisible)
    type_in(panel.code, "135790")
    press(panel.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(given))
    asking.join(10)

    qtbot.waitUntil(lambda: panel.code.isHidden())
    assert given == [bytearray(b"135790")]
    assert panel.code.is_blank


def test_stop_ends_the_waiting_for_a_code(officer_app: object, world: CounterStation) -> None:
    bridge = JobsBridge()
    wait = WaitFlow(bridge, world.station.now)
    cancel = CancelToken()
    wait.begin(cancel)
    cancel.cancel()

    with pytest.raises(JobCancelled):
        wait.ask_code("Nguyễn Văn An")
    bridge.close()


def test_code_that_comes_too_late_is_wiped(officer_app: object, world: CounterStation) -> None:
    bridge = JobsBridge()
    wait = WaitFlow(bridge, world.station.now)
    code = bytearray(b"135790")

    wait.give_code(code)
    wait.end()

    assert not any(code)
    bridge.close()


@pytest.mark.parametrize(
    ("look", "agency", "shows_seal", "stamps"),
    [
        (StampKind.PERSON, "a", True, ["person", "none", "seal"]),
        (StampKind.PERSON, "a", False, ["person", "none", "none"]),
        (StampKind.COPY, "a", False, ["none", "none", "copy"]),
        (StampKind.COPY, "", False, ["copy", "none"]),
        (StampKind.NONE, "a", True, ["none", "none", "none"]),
    ],
)
def test_plan_of_shows_each_signature_as_the_rule_wants(
    look: StampKind, agency: str, shows_seal: bool, stamps: list[str]
) -> None:
    options = SigningOptions(seal_picture="dau.png", person_picture="ky.png")

    plan = plan_of(options, SignChoice(stamp=look, shows_seal=shows_seal), ("p", "q"), agency)

    assert [one.stamp.value for one in plan.signers] == stamps
    assert [one.role for one in plan.signers[:2]] == [SignerRole.PERSON] * 2
