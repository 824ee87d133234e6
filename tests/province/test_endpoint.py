from __future__ import annotations

import pytest

from app.province.endpoint import UnusableAddress, is_loopback, usable_address


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_is_loopback_table(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    "text", ["https://kho.example/api", "http://localhost:8000", "http://[::1]:8000/"]
)
def test_usable_address_is_kept_as_given(text: str) -> None:
    assert str(usable_address(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "///", "https://", "ftp://kho.example", "http://kho.example", "https://a:b@kho.example"],
)
def test_usable_address_that_cannot_be_used_is_refused(text: str) -> None:
    with pytest.raises(UnusableAddress):
        usable_address(text)
