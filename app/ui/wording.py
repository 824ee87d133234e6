"""Shape of the officer's words: what happened, why, what to do; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

_HELPERS = ("người quản trị", "the administrator")


def asks_for_help(text: str) -> bool:
    """Whether a sentence sends the officer to the administrator: it is said whom to call then."""
    return any(helper in text.casefold() for helper in _HELPERS)


@dataclass(frozen=True, slots=True)
class Words:
    """One message in one language; every part is a whole sentence with its full stop.

    Attributes:
        what: What happened.
        why: Why it happened, "" when `what` says it already.
        todo: What the officer does next.
        told: `what` with facts in braces; used when all of them are known.
    """

    what: str
    why: str
    todo: str
    told: str = ""

    def text(self, facts: dict[str, str]) -> str:
        """The whole message as one line."""
        return " ".join(part for part in (self.headline(facts), self.why, self.todo) if part)

    def headline(self, facts: dict[str, str]) -> str:
        """What happened, with the facts when all of them are known."""
        if not self.told:
            return self.what
        try:
            return self.told.format_map(facts)
        except KeyError:
            return self.what


@dataclass(frozen=True, slots=True)
class Message:
    """One message in the languages of the window."""

    vi: Words
    en: Words

    def words(self, language: str) -> Words:
        """The words of `language`; Vietnamese unless English is asked for."""
        return self.en if language == "en" else self.vi
