"""Unfinished forms come back as they were, without anything of the sample."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.catalog.base import CatalogUnwritable
from app.catalog.load import load_catalog
from app.services.form_draft import draft_of
from app.services.form_drafts import KeptForm, drop_form, keep_form, kept_form, sample_digest
from app.services.forms import Sample
from app.services.station import Station
from tests.fakes.counter_station import CounterStation
from tests.fakes.drawn_forms import FIRST, SECOND, own_catalog, page_of, words_of
from tests.services.test_services_forms import drawn


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return replace(CounterStation().station, forms=own_catalog(tmp_path))


def test_kept_form_comes_back_equal(station: Station) -> None:
    kept = KeptForm(drawn(), "d" * 64)

    keep_form(station, kept)

    assert kept_form(station) == kept


def test_every_shipped_form_comes_back_equal(station: Station) -> None:
    for paper in load_catalog().paper_types():
        kept = KeptForm(draft_of(paper, "", {}))
        keep_form(station, kept)
        assert kept_form(station) == kept


def test_dropped_form_is_gone(station: Station) -> None:
    keep_form(station, KeptForm(drawn()))

    drop_form(station)
    drop_form(station)

    assert kept_form(station) is None


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b"{}", b'{"schema": "other"}', b'{"schema": "sohoa.form_draft/1"}',
     b'{"schema": "sohoa.form_draft/1", "form": {"draft": 3, "sample_digest": ""}}',
     b'{"schema": "sohoa.form_draft/1", "form": null}', b"\xff\xfe"],
)  # fmt: skip
def test_damaged_form_counts_as_none(station: Station, content: bytes) -> None:
    station.forms.keep_draft(content)

    assert kept_form(station) is None


def test_folder_that_cannot_be_written_is_told(station: Station, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")

    with pytest.raises(CatalogUnwritable):
        keep_form(replace(station, forms=own_catalog(blocked)), KeptForm(drawn()))


def test_digest_knows_the_same_words_and_no_others() -> None:
    one, other = (Sample("1", b"", page_of(words_of(words))) for words in (FIRST, SECOND))

    assert sample_digest(one) == sample_digest(replace(one, name="2", picture=b"x"))
    assert sample_digest(one) != sample_digest(other)
