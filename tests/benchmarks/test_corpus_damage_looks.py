from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from benchmarks.corpus.__main__ import main
from benchmarks.corpus.damage import DAMAGES, RECIPES, Scan, apply_damage, to_image
from benchmarks.corpus.fonts import Face
from benchmarks.corpus.render import Cell, Ink, Sheet
from benchmarks.corpus.truth import PageTruth

WANTED = (
    "clean office skew5 skew_neg5 rot90 rot180 rot270 noise blur low_contrast fax faded dpi200"
    " dpi150 shadow gradient bleed folds crumpled curl black_border punch stain stamped phone"
    " phone_shadow heavy_jpeg mixed"
)
SEEDED = (
    "skew_neg5 fax faded bleed folds punch stain phone phone_shadow heavy_jpeg stamped mixed"
    " gradient curl crumpled"
)


@pytest.fixture(scope="module")
def page() -> tuple[Image.Image, PageTruth]:
    sheet = Sheet((500, 580))
    for y in range(140, 540, 90):
        sheet.value(150, y, Cell("Số:", f"n{y}", "0381959"), Ink(Face.SERIF, 54))
    return sheet.image, sheet.truth("x", "X")


def grey(scan: Scan) -> np.ndarray:
    return np.asarray(to_image(scan).convert("L"), np.float32)


def colours(scan: Scan) -> np.ndarray:
    return np.asarray(to_image(scan), np.float32)


def test_recipes_hold_every_class() -> None:
    assert set(RECIPES) == set(WANTED.split())
    assert tuple(RECIPES) == DAMAGES


@pytest.mark.parametrize("name", SEEDED.split())
def test_apply_damage_seeded_class_repeats_and_varies(
    page: tuple[Image.Image, PageTruth], name: str
) -> None:
    first, again, other = (apply_damage(*page, name, seed) for seed in (21, 21, 22))

    assert first.jpeg == again.jpeg
    assert first.truth == again.truth
    assert first.jpeg != other.jpeg


@pytest.mark.parametrize("name", WANTED.split())
def test_apply_damage_every_class_keeps_print_darker_than_its_paper(
    page: tuple[Image.Image, PageTruth], name: str
) -> None:
    scan = apply_damage(*page, name, 4)

    tone = grey(scan)
    for entry in scan.truth.fields:
        x0, y0, x1, y1 = entry.box
        part = tone[max(y0, 0) : y1, max(x0, 0) : x1]
        assert np.percentile(part, 92) - np.percentile(part, 2) > 30


def test_apply_damage_recipe_parameters_come_from_the_seed() -> None:
    drawn = [RECIPES["heavy_jpeg"](np.random.default_rng(seed)) for seed in range(12)]

    assert {recipe.quality for recipe in drawn} <= set(range(18, 23))
    assert len({recipe.quality for recipe in drawn}) > 2
    assert len({recipe.noise for recipe in drawn}) == 12


def test_apply_damage_skew_neg5_turns_clockwise_about_five_degrees(
    page: tuple[Image.Image, PageTruth],
) -> None:
    angles = [apply_damage(*page, "skew_neg5", seed).truth.skew_deg for seed in range(4)]

    assert all(-5.7 < angle < -4.3 for angle in angles)
    assert len(set(angles)) == 4


def test_apply_damage_fax_is_black_and_white(page: tuple[Image.Image, PageTruth]) -> None:
    tone = grey(apply_damage(*page, "fax", 3))

    assert ((tone < 60) | (tone > 195)).mean() > 0.97


def test_apply_damage_faded_has_no_black(page: tuple[Image.Image, PageTruth]) -> None:
    faded, clean = (grey(apply_damage(*page, name, 3)) for name in ("faded", "clean"))

    assert np.percentile(clean, 1) < 60
    assert np.percentile(faded, 1) > 70


def test_apply_damage_bleed_darkens_empty_paper(page: tuple[Image.Image, PageTruth]) -> None:
    blank = Image.new("RGB", page[0].size, "white")

    bleed, office = (grey(apply_damage(blank, page[1], name, 3)) for name in ("bleed", "office"))

    assert bleed.std() > 2 * office.std()
    assert bleed.min() > 110


def test_apply_damage_stain_is_brown(page: tuple[Image.Image, PageTruth]) -> None:
    blank = Image.new("RGB", page[0].size, "white")

    tone = colours(apply_damage(blank, page[1], "stain", 3))

    assert (tone[..., 0] - tone[..., 2]).max() > 40


def test_apply_damage_stamped_adds_red_and_blue(page: tuple[Image.Image, PageTruth]) -> None:
    tone = colours(apply_damage(*page, "stamped", 3))

    red, blue = tone[..., 0] - tone[..., 2], tone[..., 2] - tone[..., 0]
    assert (red > 70).sum() > 500
    assert (blue > 50).sum() > 500


def test_apply_damage_gradient_has_a_dark_corner(page: tuple[Image.Image, PageTruth]) -> None:
    tone = grey(apply_damage(*page, "gradient", 3))

    corners = [tone[:60, :60], tone[:60, -60:], tone[-60:, :60], tone[-60:, -60:]]
    means = sorted(float(corner.mean()) for corner in corners)
    assert means[0] < 0.62 * means[-1]


def test_apply_damage_punch_leaves_dark_holes_at_the_left(
    page: tuple[Image.Image, PageTruth],
) -> None:
    blank = Image.new("RGB", (1240, 1754), "white")

    tone = grey(apply_damage(blank, page[1], "punch", 3))

    assert (tone[300:, :220] < 160).sum() > 1500
    assert (tone[300:, 500:] < 160).sum() == 0


def test_apply_damage_phone_states_72_dpi_and_shows_a_table(
    page: tuple[Image.Image, PageTruth],
) -> None:
    scan = apply_damage(*page, "phone", 3)

    stated = Image.open(io.BytesIO(scan.jpeg)).info["dpi"]
    tone = grey(scan)
    assert tuple(round(float(value)) for value in stated) == (72, 72)
    assert scan.truth.dpi == 72
    assert tone[:8].mean() < 0.8 * np.percentile(tone, 80)


def test_apply_damage_phone_shadow_is_darker_than_phone(
    page: tuple[Image.Image, PageTruth],
) -> None:
    plain, shaded = (grey(apply_damage(*page, name, 3)) for name in ("phone", "phone_shadow"))

    assert plain.shape == shaded.shape
    assert (shaded < plain - 25).mean() > 0.02


def test_command_line_accepts_a_new_class(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["pages", "--damage", "crumpled", "phone_shadow", "--help"])

    assert stop.value.code == 0
    assert "crumpled" in capsys.readouterr().out
