from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from benchmarks.codes import (
    READABLE_MODULE_PX,
    Order,
    Trial,
    cost_table,
    damage_table,
    missed,
    modules_of,
    orders,
    printed,
    qr_of,
    trials,
)
from benchmarks.corpus.truth import TruthCode


def tried(damage: str = "clean", module_px: float = 5.0, **changes: object) -> Trial:
    values: dict[str, object] = {"plain": True, "ours": True, **changes}
    return Trial(Order(1, "receipt_slip", 1.0), damage, module_px, **values)  # type: ignore[arg-type]  # plain values by name


def cells(table: str, name: str) -> list[str]:
    for line in table.splitlines():
        row = [cell.strip() for cell in line.strip("|").split("|")]
        if row[0] == name:
            return row[1:]
    raise AssertionError(f"no row {name}")


def test_damage_table_small_modules_are_counted_apart() -> None:
    found = [
        tried("fax", plain=False),
        tried("fax", module_px=7.0),
        tried("fax", module_px=READABLE_MODULE_PX - 0.1, plain=False, ours=False, wrong_ours=1),
    ]

    row = cells(damage_table(found), "fax")

    assert row == ["2", "5.0, 6.0", "50.0", "100.0", "1", "0.0", "0.0", "0", "1"]


def test_missed_codes_are_named_unless_their_modules_are_too_small() -> None:
    found = [tried("folds", ours=False), tried("fax", module_px=1.0, ours=False), tried("stain")]

    told = missed(found)

    assert told.splitlines() == ["- missed: receipt_slip 1 x 1.0, folds, module 5.0 px"]


def test_cost_table_pages_with_and_without_codes_stand_apart() -> None:
    spent = [("receipt_slip", "clean", 0.2), ("report_table", "clean", 0.04)]

    table = cost_table([*spent, ("report_table", "noise", 0.06)])

    assert cells(table, "with a QR") == ["1", "0.200", "0.200"]
    assert cells(table, "without") == ["2", "0.050", "0.060"]


def test_modules_of_drawn_code_are_counted() -> None:
    code = zxingcpp.create_barcode("H56.14-240823-0001", zxingcpp.BarcodeFormat.QRCode)
    drawn = np.array(code.to_image(scale=1, add_quiet_zones=False))
    large = np.kron(drawn, np.ones((4, 4), np.uint8))
    side = large.shape[0]
    image = Image.fromarray(np.pad(large, 20, constant_values=255).astype(np.uint8))

    count = modules_of(image, TruthCode("qr", "", (20, 20, 20 + side, 20 + side)))

    assert count == drawn.shape[0]


def test_orders_sizes_take_turns_and_whole_pages_come_last() -> None:
    asked = orders(7, 2, 1)

    assert [order.size for order in asked[:6]] == [1.0, 1.0, 1.0, 0.8, 0.8, 0.8]
    assert [order.whole for order in asked] == [False] * 6 + [True] * 3


@pytest.mark.parametrize("size", [1.0, 0.8])
def test_printed_cut_holds_the_code_in_its_size(size: float) -> None:
    paper = printed(Order(3, "receipt_slip", size))

    x0, y0, x1, y1 = qr_of(paper.truth).box
    assert 0 <= x0 < x1 <= paper.image.width
    assert 0 <= y0 < y1 <= paper.image.height
    assert (x1 - x0) / paper.modules == pytest.approx(7.0 * size, abs=0.2)


def test_trials_clean_and_office_codes_are_read() -> None:
    found = trials((Order(3, "cccd_front", 1.0), ("clean", "office")))

    assert [(item.damage, item.plain, item.ours) for item in found] == [
        ("clean", True, True),
        ("office", True, True),
    ]
    assert all(item.wrong_ours == 0 for item in found)
