from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.scanning.wire import MAX_PAYLOAD_BYTES, Message, Outlet, WireBroken, receive

names = st.text(st.characters(categories=["Ll"]), min_size=1).filter(
    lambda name: name not in ("size", "type")
)


@given(
    payload=st.binary(max_size=300),
    fields=st.dictionaries(names, st.text() | st.integers() | st.booleans(), max_size=5),
)
def test_receive_what_was_sent_is_the_same(payload: bytes, fields: dict[str, object]) -> None:
    stream = io.BytesIO()
    outlet = Outlet(stream)
    outlet.send("page", payload, **fields)
    outlet.send("done")
    stream.seek(0)

    first, second = receive(stream), receive(stream)

    assert (first.kind, first.payload) == ("page", payload)
    assert {k: v for k, v in first.fields.items() if k not in ("type", "size")} == fields
    assert second == Message("done", {"type": "done"})


@given(st.binary(max_size=200))
def test_receive_any_bytes_give_a_message_or_wire_broken(data: bytes) -> None:
    stream = io.BytesIO(data + b"\n")

    try:
        message = receive(stream)
    except WireBroken:
        return

    assert isinstance(message.kind, str)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"{}\n",
        b'{"type": 3}\n',
        b"[" * 100_000 + b"\n",
        b'{"type": "' + b"x" * 300_000 + b'"}\n',
        json.dumps({"type": "page", "size": MAX_PAYLOAD_BYTES + 1}).encode() + b"\n",
        b'{"type": "page", "size": -1}\n',
        b'{"type": "page", "size": "9"}\n',
        b'{"type": "page", "size": 9}\n12345678',
    ],
)
def test_receive_hostile_stream_is_broken(line: bytes) -> None:
    with pytest.raises(WireBroken):
        receive(io.BytesIO(line))


@pytest.mark.parametrize("value", [None, "3", [], True, float("nan"), float("inf")])
def test_number_of_odd_field_is_zero(value: object) -> None:
    message = Message("x", {"n": value})

    assert message.number("n") == 0
    assert message.whole("n") == 0


def test_text_of_odd_field_is_empty() -> None:
    assert Message("x", {"t": 5}).text("t") == ""


def test_send_to_closed_stream_is_broken() -> None:
    stream = io.BytesIO()
    stream.close()

    with pytest.raises(WireBroken):
        Outlet(stream).send("done")
