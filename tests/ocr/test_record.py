"""The record of a page: what it keeps of words, and records that older versions wrote."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from ocr.measures import PageMeasures
from ocr.reading import PageReading
from ocr.record import reading_from_json, reading_to_json
from ocr.words import Line, PageText, SecondLook, Word, place_in

BOX = (10, 10, 40, 30)
PLACES = (place_in(BOX, (10, 10, 25, 30), 97), place_in(BOX, (25, 12, 40, 30), 41))
DATED = Word("12", BOX, 0.8754, places=PLACES)
LOOKED_AT = Word("13", BOX, 0.4, second=SecondLook.DIFFERS)
FOREIGN = Word("Name", (50, 10, 90, 30), 0.9, "eng")


def reading(*words: Word) -> PageReading:
    return PageReading(1240, 1754, 150, text=PageText((Line(words),)))


def through_file(page: PageReading) -> PageReading:
    return reading_from_json(json.loads(json.dumps(reading_to_json(page))))


@pytest.mark.parametrize("word", [DATED, FOREIGN, LOOKED_AT, Word("và", BOX, 0.9)])
def test_record_round_trip_keeps_characters_and_language(word: Word) -> None:
    assert through_file(reading(word)) == reading(word)
    assert through_file(reading(word)).text.words[0].characters == word.characters


def test_record_round_trip_keeps_measures_and_older_records_have_none() -> None:
    measured = replace(reading(DATED), measures=PageMeasures(2480, 3508, 300, skew_deg=0.7))
    older = reading_to_json(measured)
    del older["measures"]

    assert through_file(measured) == measured
    assert reading_from_json(older).measures is None


def test_record_word_without_characters_is_as_short_as_before() -> None:
    record = reading_to_json(reading(Word("và", BOX, 0.9)))

    assert record["lines"] == [[["và", [10, 10, 40, 30], 0.9]]]


def test_reading_from_json_first_format_still_loads() -> None:
    record = reading_to_json(reading(Word("và", BOX, 0.9))) | {"format": 1}

    assert reading_from_json(record) == reading(Word("và", BOX, 0.9))


@pytest.mark.parametrize("more", [[[1, 2, 3]], [[1, 2, 3, 4, 5], "eng", "?"], [[], "", "", 1], [7]])
def test_reading_from_json_odd_word_is_refused(more: list[Any]) -> None:
    record = reading_to_json(reading(Word("và", BOX, 0.9)))
    record["lines"][0][0] += more

    with pytest.raises(ValueError):  # noqa: PT011  # any sentence will do
        reading_from_json(record)
