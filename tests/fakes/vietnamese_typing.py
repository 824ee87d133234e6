"""Vietnamese syllables as input programs send them: what happens in the box, key by key.

Two families: hook programs (UniKey and its kin) delete with Backspace and send finished letters
as packets without a key; engines with a pre-edit show the growing syllable and commit it.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent

ONSETS = ("", "b", "đ", "h", "kh", "l", "m", "n", "ph", "s", "th", "tr", "v")

RIMES = (
    ("a", 0), ("ai", 0), ("ao", 0), ("an", 0), ("ăng", 0), ("âu", 0), ("ân", 0), ("ê", 0),
    ("inh", 0), ("iêu", 1), ("iên", 1), ("ong", 0), ("ôi", 0), ("ơi", 0), ("uôi", 1),
    ("ưa", 0), ("ươi", 1), ("ương", 1), ("uyên", 2), ("oan", 1),
)  # fmt: skip
"""Each with the place of the letter that carries the tone."""

TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
"""Level, acute, grave, hook above, tilde, dot below."""

BASES = {"ă": "a", "â": "a", "ê": "e", "ô": "o", "ơ": "o", "ư": "u", "đ": "d"}


class Method(StrEnum):
    """Which keys stand for marks: letters, or digits."""

    TELEX = "telex"
    VNI = "vni"


MARK_KEYS = {
    Method.TELEX: {"ă": "w", "â": "a", "ê": "e", "ô": "o", "ơ": "w", "ư": "w", "đ": "d"},
    Method.VNI: {"ă": "8", "â": "6", "ê": "6", "ô": "6", "ơ": "7", "ư": "7", "đ": "9"},
}
TONE_KEYS = {
    Method.TELEX: dict(zip(TONES[1:], "sfrxj", strict=True)),
    Method.VNI: dict(zip(TONES[1:], "12345", strict=True)),
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """One key, and what stands in the box after it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Syllable:
    """An onset, a rime and a tone."""

    onset: str
    rime: str
    carrier: int
    tone: str

    @property
    def text(self) -> str:
        """The finished syllable, NFC."""
        return self._with_tone(self.onset + self.rime)

    def strokes(self, method: Method, *, early_tone: bool) -> Iterator[Stroke]:
        """Keys one by one; the tone right after the letter that carries it, or at the end."""
        text, toned = "", False
        carrier = len(self.onset) + self.carrier
        for place, letter in enumerate(self.onset + self.rime):
            base = BASES.get(letter, letter)
            text += base
            yield Stroke(base, text)
            if letter != base:
                text = text[:place] + letter
                yield Stroke(MARK_KEYS[method][letter], text)
            if early_tone and self.tone and place == carrier:
                text, toned = self._with_tone(text), True
                yield Stroke(TONE_KEYS[method][self.tone], text)
        if self.tone and not toned:
            yield Stroke(TONE_KEYS[method][self.tone], self._with_tone(text))

    def _with_tone(self, text: str) -> str:
        place = len(self.onset) + self.carrier
        marked = unicodedata.normalize("NFC", text[place] + self.tone)
        return text[:place] + marked + text[place + 1 :]


def syllables() -> list[Syllable]:
    """All onsets with all rimes, each in four of the six tones."""
    pairs = [
        (onset, rime, carrier)
        for rime, carrier in RIMES
        for onset in ONSETS
        if onset or not rime.startswith("iê")  # these are written with y
    ]
    return [
        Syllable(*pair, TONES[(number + turn) % len(TONES)])
        for number, pair in enumerate(pairs)
        for turn in range(4)
    ]


def hook_events(strokes: Iterator[Stroke]) -> Iterator[QKeyEvent]:
    """Plain keys pass; a key that changes letters becomes Backspaces and packets."""
    before = ""
    for stroke in strokes:
        if stroke.text == before + stroke.key:
            yield _key(Qt.Key(ord(stroke.key.upper())), stroke.key)
        else:
            same = len(_common(before, stroke.text))
            for _ in before[same:]:
                yield _key(Qt.Key.Key_Backspace, "\b")
            for letter in stroke.text[same:]:
                yield _key(Qt.Key.Key_unknown, letter)
        before = stroke.text


def preedit_events(strokes: Iterator[Stroke]) -> Iterator[QInputMethodEvent]:
    """The syllable grows as a pre-edit and is committed at its end."""
    text = ""
    for stroke in strokes:
        text = stroke.text
        yield QInputMethodEvent(text, [])
    commit = QInputMethodEvent("", [])
    commit.setCommitString(text)
    yield commit


def _key(key: Qt.Key, text: str) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)


def _common(one: str, other: str) -> str:
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return "".join(first for first, _ in pairs)
