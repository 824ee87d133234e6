"""A key at a service in the window: waited for, stopped, gone on with after a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.dossier import DossierState
from app.domain.signing import ItemState
from app.services.key_host import KeyHost, KeyHosts
from app.services.program_signing import ProgramKeys
from app.services.sign_batch import open_batch_of
from app.ui.action_bar import Action
from app.ui.counter import Counter
from app.ui.signing_flow import SignStage
from app.windows_keys import WindowsKeys
from tests.fakes.counter_dossiers import reviewed
from tests.fakes.counter_station import CounterStation
from tests.fakes.late_keys import SIGNER, SOURCE, LateHost, LateService
from tests.ui.conftest import press, type_in
from tests.ui.test_ui_signing import open_sign_panel

Opener = Callable[..., Counter]
CODE = "135790"


def at_service(world: CounterStation, service: LateService) -> LateHost:
    """The station's way to the service, new with each start."""
    host = LateHost(service, world.station.now)
    world.station = replace(world.station, keys=KeyHosts({"smartca": host}))
    return host


def test_far_key_is_waited_for_stopped_and_gone_on_with_after_a_restart(
    open_counter: Opener, world: CounterStation, qtbot: QtBot
) -> None:
    service = LateService(polls_before=10**6, wants_code=True, wait_s=0.05)
    host = at_service(world, service)
    home = reviewed(world)
    counter = open_counter(key=SOURCE)
    panel = counter.window.sign
    open_sign_panel(counter, qtbot)

    no_pin = panel.pin.isHidden()
    panel.sign_button.click()
    qtbot.waitUntil(panel.code.isVisible)
    type_in(panel.code, CODE)
    press(panel.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: SIGNER in panel.wait_text)
    waiting = panel.wait_text
    panel.cancel_button.click()
    qtbot.waitUntil(lambda: counter.flows.signing.stage is not SignStage.SIGNING)
    qtbot.waitUntil(lambda: panel.wait_text == "")
    (batch,) = open_batch_of(world.station, home)
    left = {item.state for item in world.store.signing_items(batch.id)}
    counter.close()

    service.polls_before = 0
    again = at_service(world, service)
    counter = open_counter(key=SOURCE)
    open_sign_panel(counter, qtbot)
    counter.window.sign.sign_button.click()
    qtbot.waitUntil(lambda: world.store.dossier(home).state is DossierState.SEALED)

    assert no_pin
    assert "xác nhận trên điện thoại: còn " in waiting
    assert left == {ItemState.ASKED}
    assert host.codes == [CODE.encode()]
    assert not any(any(code) for code in host.given)
    assert again.codes == []
    assert len(service.rung) == 1
    assert len(service.values) == service.rung[0]


@pytest.mark.parametrize(
    ("source", "words"),
    [("cng:" + "ab" * 20, "kho chứng thư Windows"), ("vgca:", "chỉ ký từng tệp rời")],
)
def test_keys_that_ask_by_themselves_have_no_pin_field(
    open_counter: Opener, world: CounterStation, qtbot: QtBot, source: str, words: str
) -> None:
    keys: dict[str, KeyHost] = {"cng": WindowsKeys(), "vgca": ProgramKeys()}
    world.station = replace(world.station, keys=KeyHosts(keys))
    reviewed(world)
    counter = open_counter(key=source)
    panel = counter.window.sign
    qtbot.waitUntil(lambda: not counter.window.actions_bar.reason(Action.SIGN))
    press(counter.window, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: words in panel.person.state_text)

    assert panel.pin.isHidden()
