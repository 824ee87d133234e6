"""What screens behind the counter are given; told before the screens themselves are loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.ui.palettes import Look

if TYPE_CHECKING:
    from app.services.examination import Exam
    from app.services.first_steps import CourseShelf
    from app.services.line_trial import LineProbe
    from app.services.settings_change import SettingsDesk


@dataclass(frozen=True, slots=True)
class Examiner:
    """What the screen needs of the station.

    Attributes:
        exams: Makes everything that can be looked at.
        machine: Versions of program and system, for the report.
        now: Present time, UTC.
    """

    exams: Callable[[], Sequence[Exam]]
    machine: Callable[[], Mapping[str, str]]
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class StepsGear:
    """What the first steps work with.

    Attributes:
        shelf: Keeps how far they are.
        probe: Asks a server.
        settings: Keeps what is chosen; None keeps nothing.
        key: Signing key of the settings, "" for none.
        server_url: Address of the settings, "" for none.
        language: Language of the window.
        text_percent: Size of its text.
        look: Its colours.
        speak: Opens the window anew in another language; None where that cannot be done.
    """

    shelf: CourseShelf
    probe: LineProbe
    settings: SettingsDesk | None = None
    key: str = ""
    server_url: str = ""
    language: str = "vi"
    text_percent: int = 100
    look: Look = Look.SYSTEM
    speak: Callable[[str], None] | None = None
