"""What every test lives under: no window, one engine thread, no unexpected warning in the log.

Garbage is collected between tests, in the main thread: a worker thread that collected a closed
window would end the process (see `app.ui.collector`).
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Generator, Iterator

import hypothesis
import pytest

# How long an example takes says something about the machine, not about the code.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["OMP_THREAD_LIMIT"] = "1"

gc.disable()

# Before anything imports one of them: contracts are run from several rooms.
pytest.register_assert_rewrite("tests.contracts")

OURS = ("app", "ocr", "signing")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "expects_log_warnings: the test makes our code log warnings or errors"
    )
    config.addinivalue_line(
        "markers", "may_skip(why): not for every system or account; may be skipped in CI too"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every system part is required, a skip is a failure unless the test says it may."""
    report = yield
    required = os.environ.get("SOHOA_REQUIRE_SYSTEM") == "1"
    if report.skipped and required and item.get_closest_marker("may_skip") is None:
        report.outcome = "failed"
        report.longrepr = f"skipped although everything is required: {report.longrepr}"
    return report


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] in OURS:
            self.records.append(record)


@pytest.fixture(autouse=True)
def no_unexpected_log_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose code warned in the log without saying so."""
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    gc.collect(1)
    root.removeHandler(collector)
    if request.node.get_closest_marker("expects_log_warnings") is None:
        messages = [f"{r.name} {r.levelname}: {r.getMessage()}" for r in collector.records]
        assert not messages, f"unexpected log records: {messages}"
