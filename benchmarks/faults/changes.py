"""Other versions of sound bytes: some changed anywhere, some changed inside their JSON."""

from __future__ import annotations

import json
import random
from typing import Any

_AWKWARD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, 10**400, -0.0, 1e308),
    *(float("nan"), float("inf"), "", "0", "x" * 3000, "\ud800", "\0", "../../x", "٣"),
    *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "http://[::1", "//other.example"),
    *([], {}, [[]], [None], {"": None}, [0] * 2000),
)
_TEXTS = (b"\xff" * 8, b"-1", b"1e999", b"null", b"[" * 3000)


def change(data: bytes, rng: random.Random) -> bytes:
    """Another version: half of the time a value of its JSON, where there is some, else bytes."""
    if rng.random() < 0.5:
        start = data.find(b"{")
        try:
            content = json.loads(data[start:]) if start >= 0 else None
        except (ValueError, RecursionError):
            content = None
        if _places(content):
            return data[:start] + json.dumps(change_value(content, rng)).encode()
    return change_bytes(data, rng)


def change_bytes(data: bytes, rng: random.Random) -> bytes:
    """Bytes flipped, cut out, doubled, replaced by awkward ones, or cut off."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if not changed:
            return bytes(changed)
        at = rng.randrange(len(changed))
        end = min(len(changed), at + rng.choice((1, 2, 8, 64)))
        match rng.randrange(6):
            case 0:
                changed[at] ^= 1 << rng.randrange(8)
            case 1:
                del changed[at:end]
            case 2:
                changed[at:at] = changed[at:end] * rng.choice((1, 2, 50))
            case 3:
                changed[at:end] = rng.choice(_TEXTS)
            case 4:
                changed[at:end] = rng.randbytes(end - at)
            case _:
                del changed[at:]
    return bytes(changed)


def change_value(content: Any, rng: random.Random) -> Any:  # Any: JSON has no static shape
    """One value somewhere in it is another one, gone, or there twice."""
    holder, key = rng.choice(list(_places(content)))
    match rng.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case 1:
            holder[f"{key}2"] = holder[key]
        case 2:
            holder[key] = [holder[key]]
        case 3:
            holder[key] = {"x": holder[key]}
        case _:
            holder[key] = rng.choice(_AWKWARD)
    return content


def _places(content: Any) -> list[tuple[Any, Any]]:  # Any: as above
    """Every list or object with each of its keys, however deep."""
    found: list[tuple[Any, Any]] = []
    todo = [content] if isinstance(content, dict | list) else []
    while todo:
        holder = todo.pop()
        inner = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        found += [(holder, key) for key in inner]
        todo += [holder[key] for key in inner if isinstance(holder[key], dict | list)]
    return found
