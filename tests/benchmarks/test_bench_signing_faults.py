"""The eight faults of time-stamp services and the four of disks, one batch each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks.disk_faults import DiskFault, disk_faults, try_disk_fault
from benchmarks.fault_station import Row
from benchmarks.signing_faults import FAULTS, count, table
from benchmarks.time_faults import TimeFault, TimeStage, time_faults, time_stage, try_time_fault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and modes of POSIX")

TIME_FAULTS = (
    "refused connection",
    "no answer in time",
    "error of the server",
    "rejection",
    "garbage",
    "answer to another request",
    "token for another digest",
    "service not to be believed",
)
ROW = Row("disk", "disk full", "of the store", "store.full", "store.full", "4 of 4")


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeStage]:
    with time_stage(tmp_path_factory.mktemp("faults")) as made:
        yield made


@pytest.fixture(scope="module")
def cases(on: TimeStage) -> list[TimeFault]:
    return time_faults(on)


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("name", TIME_FAULTS)
def test_time_fault_loses_no_signature_and_the_time_is_paid_later(
    name: str, on: TimeStage, cases: list[TimeFault]
) -> None:
    fault = next(each for each in cases if each.fault == name)

    row = try_time_fault(on, fault)

    assert row.is_right, table([row])


@pytest.mark.expects_log_warnings
@pytest.mark.parametrize("fault", disk_faults(), ids=lambda each: f"{each.fault}, {each.variant}")
def test_disk_fault_ends_in_its_error_and_the_batch_goes_on(
    fault: DiskFault, on: TimeStage
) -> None:
    row = try_disk_fault(on.trial, fault)

    assert row.is_right, table([row])


def test_faults_are_as_many_as_named(cases: list[TimeFault]) -> None:
    disks = {each.fault for each in disk_faults()}

    assert {each.fault for each in cases} == set(TIME_FAULTS)
    assert (len(TIME_FAULTS), len(disks)) == (FAULTS["time stamp"], FAULTS["disk"])
    assert sum(FAULTS.values()) == 40


@pytest.mark.parametrize(
    "wrong",
    [replace(ROW, variant="of the results", found="none"), replace(ROW, ended="")],
)
def test_count_one_wrong_variant_makes_the_fault_wrong(wrong: Row) -> None:
    rows = [ROW, wrong]

    assert (count([ROW], "disk"), count(rows, "disk")) == (1, 0)
    assert table(rows).count("WRONG") == 1
