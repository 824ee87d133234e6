"""Canonical JSON against the examples of RFC 8785."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.canonical_json import canonical_bytes, canonical_text
from app.domain.manifest import Manifest

NUMBERS = (
    # Bits of a double and its spelling. Source: RFC 8785 (2020), Appendix B.
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(("bits", "spelled"), NUMBERS)
def test_canonical_text_of_a_double_is_that_of_the_standard(bits: str, spelled: str) -> None:
    value = struct.unpack(">d", bytes.fromhex(bits))[0]

    assert canonical_text(value) == spelled


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000"])
def test_canonical_text_of_no_number_is_refused(bits: str) -> None:
    value = struct.unpack(">d", bytes.fromhex(bits))[0]

    with pytest.raises(ValueError, match="no JSON"):
        canonical_text(value)


def test_canonical_bytes_of_the_example_are_those_of_the_standard() -> None:
    # Source: RFC 8785 (2020), sections 3.2.2 to 3.2.4.
    given_text = r"""{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"""
    said = canonical_bytes(json.loads(given_text))

    assert (
        said
        == (
            '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


def test_canonical_text_sorts_names_by_utf_16_code_units() -> None:
    # Source: RFC 8785 (2020), section 3.2.3.
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    said = list(json.loads(canonical_text(names)).values())

    assert said == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize("value", [2**53, -(2**53), {1: "a"}, {"a": b"b"}, object()])
def test_canonical_text_of_what_json_cannot_say_exactly_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"double|text|kind"):
        canonical_text(value)


def test_canonical_bytes_of_half_a_surrogate_pair_are_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical_bytes({"a": "\ud800"})


@given(values)
def test_canonical_bytes_read_back_are_spelled_the_same(value: Any) -> None:
    spelled = canonical_bytes(value)

    # Readers whose every number is a double are whom the standard is for.
    assert canonical_bytes(json.loads(spelled, parse_int=float)) == spelled


def test_manifest_with_names_beyond_the_first_plane_is_sorted_as_the_standard_says() -> None:
    fields = {"\ufb33": "a", "\U0001f600": "b"}
    manifest = Manifest("ref", "", "1.001193", "canbo", "tram", 1, (), fields)

    text = manifest.canonical().decode()

    assert text.index("\U0001f600") < text.index("\ufb33")
