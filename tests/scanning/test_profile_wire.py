"""A profile on its way to a driver process."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from app.scanning.base import ColourMode, PaperSize, PaperSource, ScanProfile
from app.scanning.profile_wire import fields_of, profile_from
from app.scanning.wire import Message


def sent(fields: dict[str, object]) -> ScanProfile:
    """What the other side makes of fields that crossed as JSON."""
    return profile_from(Message("scan", json.loads(json.dumps(fields))))


def test_profile_arrives_as_it_was_sent() -> None:
    profile = ScanProfile(
        source=PaperSource.FEEDER_DUPLEX,
        colour=ColourMode.BITONAL,
        dpi=600,
        max_pages=3,
        paper=PaperSize.ID1,
        brightness=-20,
        contrast=30,
        double_feed=False,
    )

    assert sent(fields_of(profile)) == profile


def test_profile_of_empty_request_is_the_usual_one() -> None:
    assert sent({}) == ScanProfile()


@given(
    st.dictionaries(
        st.sampled_from(sorted(fields_of(ScanProfile()))),
        st.none() | st.text(max_size=8) | st.integers(-(10**6), 10**6) | st.booleans(),
    )
)
def test_profile_of_rubbish_is_within_its_bounds(fields: dict[str, object]) -> None:
    profile = sent(fields)

    assert -100 <= profile.brightness <= 100
    assert -100 <= profile.contrast <= 100
    assert profile.max_pages >= 0
