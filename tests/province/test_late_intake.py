"""The line that is opened by whoever needs it first."""

from __future__ import annotations

from typing import cast

import pytest

from app.province.base import ResultList
from app.province.errors import NotConfigured
from app.province.late_intake import LateIntake, is_set_up
from app.province.offline import OfflineOnly
from app.province.pinning import PinnedIntake


class Line:
    """An open line."""

    def __init__(self) -> None:
        self.closed = 0

    def close(self) -> None:
        self.closed += 1

    def reachable(self) -> bool:
        return True

    def route(self) -> str:
        return "10.0.0.7"

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        return ResultList((), etag=f"{agency}{etag}")


class Opener:
    """Counts how often the line is opened."""

    def __init__(self, error: NotConfigured | None = None) -> None:
        self.line, self.error, self.count = Line(), error, 0

    def __call__(self) -> PinnedIntake:
        self.count += 1
        if self.error is not None:
            raise self.error
        return cast("PinnedIntake", self.line)


def test_line_is_opened_by_its_first_use_and_only_then() -> None:
    opener = Opener()
    late = LateIntake(opener)
    before = opener.count

    assert late.reachable()
    assert late.route() == "10.0.0.7"
    assert late.waiting_results("H26", "1").etag == "H261"

    late.close()

    assert (before, opener.count, opener.line.closed) == (0, 1, 1)


def test_close_of_a_line_nobody_used_opens_nothing() -> None:
    opener = Opener()

    LateIntake(opener).close()

    assert opener.count == 0


@pytest.mark.expects_log_warnings
def test_wrong_settings_refuse_each_use_and_keep_nothing_shut() -> None:
    opener = Opener(NotConfigured("no address"))
    late = LateIntake(opener)
    before = is_set_up(late)

    assert not late.reachable()
    assert (late.route(), late.clock_offset_s()) == ("", 0.0)
    with pytest.raises(NotConfigured, match="no address"):
        late.renew_keys()
    late.close()

    assert before
    assert not is_set_up(late)
    assert opener.count == 1


def test_station_without_an_address_is_not_set_up() -> None:
    assert not is_set_up(OfflineOnly())
