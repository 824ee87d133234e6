"""The text of a signature dictionary, read by its tokens.

Readers resolve a doubled key in different ways, so that one dictionary could be two
signatures. Here the text itself is looked at: the gap of the byte range must be the value of
the only /Contents of the dictionary it stands in.

Source: ISO 32000-2:2020, 7.3 (objects), 12.8.1 (byte ranges).
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    rb"[\x00\t\n\f\r ]+|%[^\r\n]*|<<|>>|[\[\]]|/[^\x00\t\n\f\r ()<>\[\]{}/%]*"
    rb"|<[0-9A-Fa-f\x00\t\n\f\r ]*>|\(|[^\x00\t\n\f\r ()<>\[\]{}/%]+"
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_MAX_TOKENS = 20000
_GAP = b"<>"


def is_unambiguous(before: bytes, after: bytes) -> bool:
    """Tell whether the gap between two pieces of text is the value of one /Contents.

    Args:
        before: Text of the object from its number up to the gap.
        after: Text behind the gap, at least up to the end of the object.
    """
    try:
        return _check(before, after)
    except (ValueError, IndexError):
        return False


def _check(before: bytes, after: bytes) -> bool:
    """Walk over both pieces with one stack of open dictionaries."""
    stack: list[list[bytes]] = []
    holder: list[bytes] | None = None
    tokens = _tokens(before)
    if b"endobj" in tokens or b"stream" in tokens:
        return False
    for token in tokens:
        _step(stack, token)
    if not stack:
        return False
    holder = stack[-1]
    if not holder or holder[-1] != b"/Contents":
        return False
    holder.append(_GAP)
    depth = len(stack)
    for token in _tokens(after):
        if token == b">>" and len(stack) == depth:
            break
        _step(stack, token)
    else:
        return False
    keys = holder[::2]
    return len(keys) == len(set(keys)) and len(holder) % 2 == 0


def _step(stack: list[list[bytes]], token: bytes) -> None:
    """Add one token to the innermost open container."""
    if token in (b"<<", b"["):
        if stack:
            stack[-1].append(token)
        stack.append([])
    elif token in (b">>", b"]"):
        stack.pop()
    elif stack:
        _add(stack[-1], token)


def _add(container: list[bytes], token: bytes) -> None:
    """Add a value; a reference `5 0 R` counts as one."""
    if token == b"R" and len(container) >= 2:
        del container[-2:]
    container.append(token)


def _tokens(text: bytes) -> list[bytes]:
    """Split text up to the end of the object into tokens, white space and comments left out."""
    found: list[bytes] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or len(found) > _MAX_TOKENS:
            raise ValueError("not the text of an object")
        token = match[0]
        place = match.end()
        if token == b"(":
            place = _string_end(text, place)
        if token == b"endobj":
            found.append(token)
            break
        if token[0] in b"\x00\t\n\f\r %":
            continue
        found.append(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), token))
    return found


def _string_end(text: bytes, place: int) -> int:
    """Find the end of a string, whose opening parenthesis stands before `place`."""
    depth = 1
    while depth:
        character = text[place]
        if character == 0x5C:
            place += 1
        elif character in b"()":
            depth += 1 if character == 0x28 else -1
        place += 1
    return place
