"""What an archive is told of a document."""

from __future__ import annotations

import pytest

from app.domain.archive import ARCHIVE_FIELDS, NamedFile, archive_metadata, named_file

NAME = "H26.114_VB_000012_V1_20251027_to-khai.pdf"


def test_named_file_tells_code_number_and_day() -> None:
    assert named_file(NAME) == NamedFile("H26.114_VB_000012_V1", "H26.114", "000012", "2025-10-27")


@pytest.mark.parametrize("name", ["", "to-khai.pdf", "H26_VB_12_V1_20251027_x.pdf", f"/{NAME}"])
def test_named_file_other_names_tell_nothing(name: str) -> None:
    assert named_file(name) is None


def test_archive_metadata_fills_every_mandatory_field_in_order() -> None:
    values = archive_metadata(NamedFile("C", "H26", "000012", "2025-10-27"), "Tờ khai", "", 3)

    assert tuple(values) == ARCHIVE_FIELDS
    assert values["OrganName"] == "H26"
    assert values["PageAmount"] == "3"


def test_archive_metadata_keeps_values_within_their_length() -> None:
    long = "Ấ" * 900

    values = archive_metadata(NamedFile("C" * 40, "H26", "1" * 12, "2025-10-27"), long, long)

    lengths = {name: len(values[name]) for name in ("DocCode", "TypeName", "OrganName", "Subject")}
    assert lengths == {"DocCode": 30, "TypeName": 100, "OrganName": 200, "Subject": 500}
