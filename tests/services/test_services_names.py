"""Names of results: never too long, never outside their folder."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.scanning.folder import MAX_NAME_BYTES
from app.services.digitize import pdf_name

file_names = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=300
)


@given(file_names, st.sampled_from(["", "-2", "-signed"]))
def test_pdf_name_any_source_is_one_part_of_allowed_length(name: str, suffix: str) -> None:
    result = pdf_name(Path(name), suffix)

    assert result.endswith(f"{suffix}.pdf")
    assert len(result.encode("utf-8")) <= MAX_NAME_BYTES
    assert Path(result).name == result
    assert ".." not in Path(result).parts


def test_pdf_name_path_with_dots_stays_in_its_folder() -> None:
    assert pdf_name(Path("../../etc/hồ sơ.jpg")) == "hồ sơ.pdf"
