from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import head_to_head
from benchmarks.long_living import OwnPage
from benchmarks.measurement import Measurement, PageFacts
from benchmarks.page_set import Stored
from benchmarks.peers import Cost
from benchmarks.plots import plots, reliability
from benchmarks.results_table import (
    Setting,
    damage_table,
    layer_table,
    main_table,
    ratio_line,
    report,
)
from benchmarks.score import Score


def measured(reader: str = "ours", damage: str = "clean", **changes: object) -> Measurement:
    facts = PageFacts(
        name=f"letter-{damage}",
        kind="letter",
        damage=damage,
        jpeg_bytes=900,
        sealed=bool(changes.pop("sealed", False)),
        handwritten=bool(changes.pop("handwritten", False)),
    )
    cost = changes.pop("cost", Cost(1.0, 2.0, 100_000))
    errors = int(str(changes.pop("errors", 1)))
    values: dict[str, object] = {"size_bytes": 500, "words": 20, **changes}
    return Measurement(reader=reader, page=facts, cost=cost, score=Score(errors, 100), **values)  # type: ignore[arg-type]  # plain values by name


def row(table: str, name: str) -> list[str]:
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == name:
            return cells[1:]
    raise AssertionError(f"no row {name}")


def test_main_table_measures_stand_by_reader() -> None:
    found = [
        measured(cost=Cost(3.0, 2.0, 200_000), size_bytes=1000, sealed=True),
        measured(damage="fax", cost=Cost(3.0, 4.0, 150_000), errors=3, size_bytes=3000),
        measured("peer", cost=Cost(9.0, 12.0, 90_000), errors=10, words=0),
    ]

    table = main_table(found)

    assert row(table, "measure") == ["ours", "peer"]
    assert row(table, "pages per minute and core (CPU time)") == ["20.0", "5.0"]
    assert row(table, "CER %, all printed pages") == ["2.00", "10.00"]
    assert row(table, "CER %, clean") == ["1.00", "10.00"]
    assert row(table, "pages without a word") == ["0", "1"]
    assert row(table, "bytes/page, median") == ["2,000", "500"]
    assert row(table, "bytes/page, median, 300 dpi with red seal") == ["1,000", "–"]
    assert row(table, "peak memory of the largest process, MB") == ["200", "90"]


def test_main_table_handwritten_pages_have_a_row_of_their_own() -> None:
    found = [measured(errors=2), measured(errors=60, handwritten=True)]

    table = main_table(found)

    assert row(table, "CER %, all printed pages") == ["2.00"]
    assert row(table, "CER %, filled in by hand") == ["60.00"]


def test_main_table_text_as_read_is_told_where_it_is_known() -> None:
    found = [measured(meant=3, meant_letters=90), measured("silent", meant=100)]

    table = main_table(found)

    assert row(table, "CER %, the same, text as read and not from the PDF") == ["3.00", "–"]


def test_damage_table_clean_comes_first() -> None:
    found = [measured(damage="blur", errors=5), measured(damage="clean", errors=0)]

    table = damage_table(found)

    assert table.index("clean (1)") < table.index("blur (1)")
    assert row(table, "blur (1)") == ["5.00"]


def layered(reader: str, damage: str, errors: int, displaced: int) -> Measurement:
    return measured(
        reader,
        damage,
        meant=2,
        meant_letters=200,
        extracted={"pdftotext": errors, "mutool": 2},
        displaced={"pdftotext": displaced, "mutool": 0},
    )


def test_layer_table_points_are_beyond_what_was_meant() -> None:
    found = [layered("ours", "clean", 2, 0), layered("peer", "clean", 6, 9), measured("silent")]
    found.append(layered("peer", "fax", 4, 1))

    added, displaced = layer_table(found).split("\n\n")

    assert row(added, "ours") == ["0.000", "0.000", "0.00"]
    assert row(added, "peer") == ["3.000", "0.000", "4.00"]
    assert row(displaced, "peer") == ["2.500", "0.000", "4.50"]
    assert "silent" not in added


def test_layer_table_nothing_extracted_is_empty() -> None:
    assert layer_table([measured("peer")]) == ""


def test_ratio_line_tells_how_many_times_faster() -> None:
    found = [measured(cost=Cost(1, 2, 1)), measured("peer", cost=Cost(1, 7, 1))]

    assert "3.5 × peer" in ratio_line(found)


def test_report_failed_page_is_named_with_its_reason() -> None:
    failed = measured("peer", cost=Cost(0, 0, 0, "exit code 4:\nbroken"), size_bytes=0)

    text = report([measured(), failed], Setting(1, {"peer": "2.0"}, {"peer": 0.5}))

    assert "- peer, letter-clean: exit code 4: broken" in text
    assert row(text, "pages that failed") == ["0", "1"]


def test_reliability_words_fall_into_tenths() -> None:
    points = reliability([(0.95, True), (1.0, True), (0.97, False), (0.12, False)])

    assert [(round(mean, 2), round(share, 2), count) for mean, share, count in points] == [
        (0.12, 0.0, 1),
        (0.97, 0.67, 3),
    ]


def test_plots_are_drawings_without_broken_marks() -> None:
    found = [
        measured(damage="a<b", errors=150, confidence=((0.9, True), (0.2, False))),
        measured("peer & co", size_bytes=0),
    ]

    drawn = plots(found)

    assert set(drawn) == {"accuracy-by-damage", "size", "reliability"}
    for drawing in drawn.values():
        assert ElementTree.fromstring(drawing).tag.endswith("svg")  # noqa: S314  # drawn just now
        assert "nan" not in drawing


@pytest.fixture
def order(tmp_path: Path) -> Stored:
    picture = tmp_path / "letter.jpg"
    picture.write_bytes(b"\xff\xd8 not really")
    truth = {"kind": "letter", "damage": "fax", "lines": [{"text": "Độc lập"}], "dpi": 200}
    return Stored(picture, truth)


def test_measure_page_reader_that_fails_has_nothing_read(order: Stored) -> None:
    def fails(_page: Path, _pdf: Path) -> Cost:
        return Cost(1.0, 2.0, 3, "exit code 1")

    (result,) = head_to_head.measure_page(order, {"peer": fails})

    assert result.score == Score(7, 7)
    assert (result.words, result.size_bytes, result.page.damage) == (0, 0, "fax")


def test_measure_page_own_page_that_fails_is_not_extracted(order: Stored) -> None:
    def fails(_page: Path, _pdf: Path) -> OwnPage:
        return OwnPage(Cost(0.1, 0.1, 3, "input.damaged: broken"))

    (result,) = head_to_head.measure_page(order, {"ours": fails})

    assert result.extracted == {}
    assert result.cost.problem.startswith("input.damaged")


def test_measure_page_all_readers_get_the_same_picture(order: Stored) -> None:
    seen: dict[str, bytes] = {}

    def looks(name: str) -> head_to_head.Reader:
        def read(page: Path, _pdf: Path) -> Cost:
            seen[name] = page.read_bytes()
            return Cost(0, 0, 0, "nothing made")

        return read

    list(head_to_head.measure_page(order, {"ours": looks("ours"), "peer": looks("peer")}))

    assert seen == {"ours": order.picture.read_bytes(), "peer": order.picture.read_bytes()}


def test_measurement_as_json_is_plain() -> None:
    content = json.loads(json.dumps(measured(confidence=((0.5, True),)).as_json()))

    assert content["score"] == {"errors": 1, "letters": 100}
    assert content["confidence"] == [[0.5, True]]
