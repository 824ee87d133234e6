from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanning.base import ColourMode, PaperSource
from app.scanning.sane_options import (
    Option,
    Range,
    find,
    mode_meaning,
    nearest,
    pick_mode,
    pick_source,
    source_meaning,
)
from app.scanning.sane_types import Capability, Unit, ValueType

SETTABLE = Capability.SOFT_SELECT | Capability.SOFT_DETECT


def option(
    name: str = "resolution",
    *,
    numbers: tuple[float, ...] = (),
    limits: Range | None = None,
    cap: Capability = SETTABLE,
) -> Option:
    return Option(1, name, name, ValueType.INT, Unit.DPI, 4, cap, (), numbers, limits)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("Flatbed", PaperSource.FLATBED),
        ("FB", PaperSource.FLATBED),
        ("Normal", PaperSource.FLATBED),
        ("Document Table Glass", PaperSource.FLATBED),
        ("Flachbett", PaperSource.FLATBED),
        ("Vitre d'exposition", PaperSource.FLATBED),
        ("Mặt kính", PaperSource.FLATBED),
        ("平板", PaperSource.FLATBED),
        ("ADF", PaperSource.FEEDER),
        ("ADF Front", PaperSource.FEEDER),
        ("adf_simplex", PaperSource.FEEDER),
        ("Automatic Document Feeder", PaperSource.FEEDER),
        ("Automatic Document Feeder(left aligned)", PaperSource.FEEDER),
        ("Automatischer Vorlageneinzug", PaperSource.FEEDER),
        ("Khay nạp giấy tự động", PaperSource.FEEDER),
        ("自動給紙", PaperSource.FEEDER),
        ("ADF Duplex", PaperSource.FEEDER_DUPLEX),
        ("Automatic Document Feeder(left aligned,Duplex)", PaperSource.FEEDER_DUPLEX),
        ("ADF - Both sides", PaperSource.FEEDER_DUPLEX),
        ("Chargeur recto verso", PaperSource.FEEDER_DUPLEX),
        ("Khay nạp hai mặt", PaperSource.FEEDER_DUPLEX),
        ("双面", PaperSource.FEEDER_DUPLEX),
        ("ADF Back", None),
        ("Card Front", None),
        ("Transparency Adapter", None),
        ("Negative Film", None),
        ("", None),
    ],
)
def test_source_meaning_of_vendor_word_is_recognised(
    value: str, meaning: PaperSource | None
) -> None:
    assert source_meaning(value) is meaning


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("Color", ColourMode.COLOUR),
        ("24bit Color[Fast]", ColourMode.COLOUR),
        ("Farbe", ColourMode.COLOUR),
        ("Couleur", ColourMode.COLOUR),
        ("Màu", ColourMode.COLOUR),
        ("カラー", ColourMode.COLOUR),
        ("Gray", ColourMode.GREY),
        ("True Gray", ColourMode.GREY),
        ("8-bit Grayscale", ColourMode.GREY),
        ("Graustufen", ColourMode.GREY),
        ("Mức xám", ColourMode.GREY),
        ("Lineart", ColourMode.BITONAL),
        ("Black & White", ColourMode.BITONAL),
        ("Noir et blanc", ColourMode.BITONAL),
        ("Đen trắng", ColourMode.BITONAL),
        ("黑白", ColourMode.BITONAL),
        ("Halftone", None),
        ("Gray[Error Diffusion]", None),
        ("Color Lineart", None),
        ("Infrared", None),
    ],
)
def test_mode_meaning_of_vendor_word_is_recognised(value: str, meaning: ColourMode | None) -> None:
    assert mode_meaning(value) is meaning


def test_pick_source_returns_the_vendors_own_word() -> None:
    words = ("Transparency Unit", "Flachbett", "Einzug", "Einzug Duplex")

    assert pick_source(words, PaperSource.FLATBED) == "Flachbett"
    assert pick_source(words, PaperSource.FEEDER) == "Einzug"
    assert pick_source(words, PaperSource.FEEDER_DUPLEX) == "Einzug Duplex"


def test_pick_mode_without_a_match_is_none() -> None:
    assert pick_mode(("Lineart", "Gray"), ColourMode.COLOUR) is None


@pytest.mark.parametrize(
    ("numbers", "wanted", "expected"),
    [((75, 150, 300, 600), 300, 300), ((100, 200, 400), 300, 400), ((75, 600), 300, 75)],
)
def test_nearest_in_a_list_is_the_closest_or_the_larger(
    numbers: tuple[float, ...], wanted: float, expected: float
) -> None:
    assert nearest(option(numbers=numbers), wanted) == expected


@pytest.mark.parametrize(
    ("limits", "wanted", "expected"),
    [
        (Range(50, 1200, 0), 300, 300),
        (Range(50, 1200, 100), 300, 350),
        (Range(50, 1200, 100), 1199, 1150),
        (Range(75, 200, 1), 300, 200),
        (Range(400, 600, 1), 300, 400),
    ],
)
def test_nearest_in_a_range_keeps_limits_and_steps(
    limits: Range, wanted: float, expected: float
) -> None:
    assert nearest(option(limits=limits), wanted) == expected


def test_nearest_without_constraint_is_the_wish() -> None:
    assert nearest(option(), 300) == 300


@given(
    low=st.integers(1, 600),
    width=st.integers(0, 4000),
    step=st.integers(0, 300),
    wanted=st.integers(0, 6000),
)
def test_nearest_in_any_range_is_allowed_and_closest(
    low: int, width: int, step: int, wanted: int
) -> None:
    limits = Range(low, low + width, step)

    value = nearest(option(limits=limits), wanted)

    allowed = range(low, low + width + 1, step or 1)
    assert value in allowed
    assert abs(value - wanted) == min(abs(other - wanted) for other in allowed)


def test_find_takes_names_in_order_and_any_spelling() -> None:
    options = [option("Y-Resolution"), option("adf_mode")]

    assert find(options, "adf-mode", "y-resolution") is options[1]
    assert find(options, "resolution", "y_resolution") is options[0]


@pytest.mark.parametrize(
    "cap",
    [Capability.SOFT_DETECT, SETTABLE | Capability.INACTIVE, Capability.HARD_SELECT],
)
def test_find_skips_what_cannot_be_set(cap: Capability) -> None:
    assert find([option(cap=cap)], "resolution") is None
