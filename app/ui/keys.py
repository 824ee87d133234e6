"""The keys of the window, one row each: shortcuts, words on buttons and the card come from here.

A new key is one row; `app.ui.keyboard` makes a shortcut of it and holds what the officer chose
instead. Two actions that can be started from the same spot never share a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:

    def QT_TRANSLATE_NOOP(_context: str, source: str) -> str:
        """Mark words for translation; Qt's own is declared to give an object."""
        return source

else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP

Keys = tuple[str, ...]
"""Keys of one action as Qt writes them on every system, "Ctrl+Shift+P"; the first is shown."""


class Scope(Enum):
    """Where a key acts; the name of it stands above its keys on the card."""

    WINDOW = QT_TRANSLATE_NOOP("scopes", "Everywhere")
    PAGES = QT_TRANSLATE_NOOP("scopes", "Pages of a dossier")
    FIELDS = QT_TRANSLATE_NOOP("scopes", "Fields of a dossier")
    FILE = QT_TRANSLATE_NOOP("scopes", "PDF file on show")
    PAPERS = QT_TRANSLATE_NOOP("scopes", "Papers needed")
    OWNER = QT_TRANSLATE_NOOP("scopes", "Owner of a dossier")
    GROUP = QT_TRANSLATE_NOOP("scopes", "Group check")
    SIGN = QT_TRANSLATE_NOOP("scopes", "Build and sign")
    OUTBOX = QT_TRANSLATE_NOOP("scopes", "Outbox")
    RESULTS = QT_TRANSLATE_NOOP("scopes", "Results")
    VERIFY = QT_TRANSLATE_NOOP("scopes", "Check signatures")
    FORMS = QT_TRANSLATE_NOOP("scopes", "Paper forms")
    ERASURE = QT_TRANSLATE_NOOP("scopes", "Erasure")
    ACCOUNTS = QT_TRANSLATE_NOOP("scopes", "Accounts")
    FIND = QT_TRANSLATE_NOOP("scopes", "Find a dossier")
    FIGURES = QT_TRANSLATE_NOOP("scopes", "Figures")
    SETTINGS = QT_TRANSLATE_NOOP("scopes", "Settings")
    DIAGNOSTICS = QT_TRANSLATE_NOOP("scopes", "Diagnostics")
    HELP = QT_TRANSLATE_NOOP("scopes", "Help")
    KEYS = QT_TRANSLATE_NOOP("scopes", "Keys of the window")
    STEPS = QT_TRANSLATE_NOOP("scopes", "First steps")

    @property
    def words(self) -> str:
        """Name of the screen."""
        return QCoreApplication.translate("scopes", self.value)


SHARED = {
    Scope.FILE: frozenset({Scope.FIELDS, Scope.PAPERS, Scope.OWNER, Scope.SIGN}),
    Scope.SIGN: frozenset({Scope.RESULTS}),
}
"""Scopes whose keys act at the same time, beside those of the whole window."""


def act_together(one: Scope, other: Scope) -> bool:
    """Whether keys of both scopes can be meant by the same press."""
    return (
        one is other
        or Scope.WINDOW in (one, other)
        or other in SHARED.get(one, ())
        or one in SHARED.get(other, ())
    )


@dataclass(frozen=True, slots=True)
class Key:
    """One action with its keys.

    Attributes:
        id: Stable name, "scan"; what the officer chose is kept under it.
        scope: Where it acts.
        keys: Keys without a choice of the officer.
        source: What it does, in English, marked for translation.
        is_fixed: The officer cannot choose another: a widget's own key, as Enter.
        context: Context of the translation.
    """

    id: str
    scope: Scope
    keys: Keys
    source: str
    is_fixed: bool = False
    context: str = "keys"

    @property
    def words(self) -> str:
        """What it does."""
        return QCoreApplication.translate(self.context, self.source)


def _fixed(id: str, scope: Scope, keys: Keys, source: str) -> Key:
    return Key(id, scope, keys, source, is_fixed=True)


def _page(id: str, keys: Keys, source: str) -> Key:
    return Key(f"pages.{id}", Scope.PAGES, keys, source, context="acts")


_W, _R, _DG = Scope.WINDOW, Scope.RESULTS, Scope.DIAGNOSTICS
_WINDOW = (
    Key("help", _W, ("F1",), QT_TRANSLATE_NOOP("keys", "Help for what has the keyboard")),
    Key("keys", _W, ("Shift+F1",), QT_TRANSLATE_NOOP("keys", "Keys: look, change, print")),
    Key("new", _W, ("Ctrl+N",), QT_TRANSLATE_NOOP("keys", "New dossier")),
    Key("scan", _W, ("F5",), QT_TRANSLATE_NOOP("keys", "Scan")),
    Key("scan.auto", _W, ("Ctrl+F5",), QT_TRANSLATE_NOOP("keys", "Scan as soon as paper lies in")),
    Key("scan.fronts", _W, ("Shift+F5",), QT_TRANSLATE_NOOP("keys", "Scan both sides by hand")),
    Key("scan.note", _W, ("Alt+F5",), QT_TRANSLATE_NOOP("keys", "Scan with its sticky note")),
    Key("import", _W, ("Ctrl+O",), QT_TRANSLATE_NOOP("keys", "Import files")),
    Key("finish", _W, ("Ctrl+Return", "Ctrl+Enter"), QT_TRANSLATE_NOOP("keys", "Finish review")),
    Key("sign", _W, ("F9",), QT_TRANSLATE_NOOP("keys", "Build and sign")),
    Key("undo", _W, ("Ctrl+Z",), QT_TRANSLATE_NOOP("keys", "Undo")),
    Key("redo", _W, ("Ctrl+Y", "Ctrl+Shift+Z"), QT_TRANSLATE_NOOP("keys", "Redo")),
    Key("queue", _W, ("F11",), QT_TRANSLATE_NOOP("keys", "To the list of dossiers")),
    Key("queue.part", _W, ("Shift+F11",), QT_TRANSLATE_NOOP("keys", "Another part of the list")),
    Key("doubt", _W, ("F2",), QT_TRANSLATE_NOOP("keys", "To the first doubtful field")),
    Key("all_fields", _W, ("F3",), QT_TRANSLATE_NOOP("keys", "All fields, or doubtful only")),
    Key("pick", _W, ("F4",), QT_TRANSLATE_NOOP("keys", "Take a word from the picture")),
    Key("pages", _W, ("F6",), QT_TRANSLATE_NOOP("keys", "To the scanned pages")),
    Key("files", _W, ("F7",), QT_TRANSLATE_NOOP("keys", "To the PDF files")),
    Key("postpone", _W, ("F8",), QT_TRANSLATE_NOOP("keys", "Leave the field for later")),
    Key("papers", _W, ("F10",), QT_TRANSLATE_NOOP("keys", "To the papers needed")),
    Key("lock", _W, ("F12",), QT_TRANSLATE_NOOP("keys", "Lock the screen")),
    Key("find", _W, ("Ctrl+F",), QT_TRANSLATE_NOOP("keys", "Find a dossier")),
    Key("contact", _W, ("Ctrl+T",), QT_TRANSLATE_NOOP("keys", "Open the contact sheet")),
    Key("group", _W, ("Ctrl+G",), QT_TRANSLATE_NOOP("keys", "Open the group check")),
    Key("results", _W, ("Ctrl+K",), QT_TRANSLATE_NOOP("keys", "Open the results")),
    Key("outbox", _W, ("Ctrl+B",), QT_TRANSLATE_NOOP("keys", "Open the outbox")),
    Key("handover", _W, ("Ctrl+Shift+H",), QT_TRANSLATE_NOOP("keys", "Print the hand-over slip")),
    Key("more", _W, ("Alt+0",), QT_TRANSLATE_NOOP("keys", "More parts of the window")),
    Key("figures", _W, ("Ctrl+D",), QT_TRANSLATE_NOOP("keys", "Open the figures")),
    Key("verify", _W, ("Ctrl+Shift+V",), QT_TRANSLATE_NOOP("keys", "Check signatures")),
    Key("forms", _W, ("Ctrl+M",), QT_TRANSLATE_NOOP("keys", "Open the paper forms")),
    Key("erasure", _W, ("Ctrl+Shift+X",), QT_TRANSLATE_NOOP("keys", "Open the erasures")),
    Key("accounts", _W, ("Ctrl+Shift+U",), QT_TRANSLATE_NOOP("keys", "Open the accounts")),
    Key("settings", _W, ("Ctrl+,",), QT_TRANSLATE_NOOP("keys", "Open the settings")),
    Key("diagnostics", _W, ("Ctrl+Shift+D",), QT_TRANSLATE_NOOP("keys", "Open the diagnostics")),
    Key("procedure", _W, ("Ctrl+Shift+P",), QT_TRANSLATE_NOOP("keys", "Change the procedure")),
    Key("owner", _W, ("Ctrl+Shift+O",), QT_TRANSLATE_NOOP("keys", "Say whose dossier it is")),
    Key("take_over", _W, ("Ctrl+Shift+T",), QT_TRANSLATE_NOOP("keys", "Take a dossier over")),
    Key(
        "erase_shown",
        _W,
        ("Ctrl+Shift+Del",),
        QT_TRANSLATE_NOOP("keys", "Erase a paper that is only shown"),
    ),
    Key("keep_shown", _W, ("Ctrl+Shift+K",), QT_TRANSLATE_NOOP("keys", "Keep it as another paper")),
)

_PAGES = (
    _page("turn", ("R",), QT_TRANSLATE_NOOP("acts", "Turn right")),
    _page("turn_back", ("Shift+R",), QT_TRANSLATE_NOOP("acts", "Turn left")),
    _page("trash", ("Del",), QT_TRANSLATE_NOOP("acts", "To the trash")),
    _page("restore", ("Backspace",), QT_TRANSLATE_NOOP("acts", "Put back")),
    _page("rescan", ("Ins",), QT_TRANSLATE_NOOP("acts", "Scan again")),
    _page("insert", ("Shift+Ins",), QT_TRANSLATE_NOOP("acts", "Scan after it")),
    _page("split", ("S",), QT_TRANSLATE_NOOP("acts", "Split / join")),
    _page("cut", ("Ctrl+X",), QT_TRANSLATE_NOOP("acts", "Take up")),
    _page("paste", ("Ctrl+V",), QT_TRANSLATE_NOOP("acts", "Lay before")),
    _page("earlier", ("Alt+Left", "Alt+Up"), QT_TRANSLATE_NOOP("acts", "Earlier")),
    _page("later", ("Alt+Right", "Alt+Down"), QT_TRANSLATE_NOOP("acts", "Later")),
    _page("next_flag", ("Return", "Enter"), QT_TRANSLATE_NOOP("acts", "Next finding")),
    _page("right_page", ("K",), QT_TRANSLATE_NOOP("acts", "This page is right")),
    _page("fit", ("F",), QT_TRANSLATE_NOOP("acts", "Fit")),
    _page("zoom_in", ("+", "="), QT_TRANSLATE_NOOP("acts", "Zoom in")),
    _page("zoom_out", ("-",), QT_TRANSLATE_NOOP("acts", "Zoom out")),
    _page("loupe", ("L",), QT_TRANSLATE_NOOP("acts", "Loupe")),
    _page("before", ("B",), QT_TRANSLATE_NOOP("acts", "As captured")),
    _page("show_trash", ("T",), QT_TRANSLATE_NOOP("acts", "Trash")),
    _page("sort", ("Ctrl+Shift+S",), QT_TRANSLATE_NOOP("acts", "Sort by separator sheets")),
    _page("crop", ("C",), QT_TRANSLATE_NOOP("acts", "Crop")),
    _page("send", ("D",), QT_TRANSLATE_NOOP("acts", "To another dossier…")),
    _fixed("pages.mark", Scope.PAGES, ("Space",), QT_TRANSLATE_NOOP("keys", "Mark the page")),
)

_FIELDS = (
    _fixed("fields.right", Scope.FIELDS, ("Return",), QT_TRANSLATE_NOOP("keys", "Right, next")),
    _fixed("fields.back", Scope.FIELDS, ("Shift+Return",), QT_TRANSLATE_NOOP("keys", "Step back")),
    _fixed("fields.leave", Scope.FIELDS, ("Esc",), QT_TRANSLATE_NOOP("keys", "As it was before")),
    _fixed(
        "fields.choice",
        Scope.FIELDS,
        tuple(f"Alt+{number}" for number in range(1, 10)),
        QT_TRANSLATE_NOOP("keys", "Take the choice with this number"),
    ),
    _fixed(
        "owner.guess",
        Scope.OWNER,
        tuple(f"Alt+{number}" for number in range(1, 4)),
        QT_TRANSLATE_NOOP("keys", "Take the person of a card that was read"),
    ),
)

_FILE = (
    Key("file.in", Scope.FILE, ("Ctrl++", "Ctrl+="), QT_TRANSLATE_NOOP("keys", "Zoom in")),
    Key("file.out", Scope.FILE, ("Ctrl+-",), QT_TRANSLATE_NOOP("keys", "Zoom out")),
    Key("file.width", Scope.FILE, ("Ctrl+0",), QT_TRANSLATE_NOOP("keys", "Page width")),
    Key("file.find", Scope.FILE, ("Ctrl+Shift+F",), QT_TRANSLATE_NOOP("keys", "Find in the file")),
    _fixed("papers.take", Scope.PAPERS, ("Return",), QT_TRANSLATE_NOOP("keys", "Use this paper")),
    _fixed("papers.look", Scope.PAPERS, ("Space",), QT_TRANSLATE_NOOP("keys", "Look at the paper")),
    _fixed("papers.scan", Scope.PAPERS, ("S",), QT_TRANSLATE_NOOP("keys", "Scan it all the same")),
    _fixed("papers.undo", Scope.PAPERS, ("Del",), QT_TRANSLATE_NOOP("keys", "Take that back")),
    _fixed("papers.leave", Scope.PAPERS, ("Esc",), QT_TRANSLATE_NOOP("keys", "Back")),
)

_TABS = (
    _fixed("group.right", Scope.GROUP, ("Return",), QT_TRANSLATE_NOOP("keys", "All are right")),
    _fixed("group.doubt", Scope.GROUP, ("Space",), QT_TRANSLATE_NOOP("keys", "Doubt this value")),
    _fixed("group.leave", Scope.GROUP, ("Esc",), QT_TRANSLATE_NOOP("keys", "Back")),
    Key("sign.add", Scope.SIGN, ("Ctrl+Shift+A",), QT_TRANSLATE_NOOP("keys", "Add a signer")),
    _fixed("sign.leave", Scope.SIGN, ("Esc",), QT_TRANSLATE_NOOP("keys", "Not now")),
    Key("outbox.retry", Scope.OUTBOX, ("Ctrl+R",), QT_TRANSLATE_NOOP("keys", "Send now")),
    Key("outbox.held", Scope.OUTBOX, ("Ctrl+H",), QT_TRANSLATE_NOOP("keys", "Held ones only")),
    Key(
        "outbox.correct",
        Scope.OUTBOX,
        ("Ctrl+E",),
        QT_TRANSLATE_NOOP("keys", "Correct what was sent"),
    ),
    Key("outbox.print", Scope.OUTBOX, ("Ctrl+P",), QT_TRANSLATE_NOOP("keys", "Print the receipt")),
    Key("results.import", _R, ("Ctrl+Shift+N",), QT_TRANSLATE_NOOP("keys", "Take in from folder")),
    Key("results.fetch", _R, ("Ctrl+Shift+F",), QT_TRANSLATE_NOOP("keys", "Fetch results")),
    Key("results.sign", _R, ("Ctrl+F9",), QT_TRANSLATE_NOOP("keys", "Sign the marked ones")),
    Key("results.resume", _R, ("Ctrl+Shift+R",), QT_TRANSLATE_NOOP("keys", "Go on signing")),
    Key(
        "results.send",
        _R,
        ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        QT_TRANSLATE_NOOP("keys", "Return signed ones"),
    ),
    _fixed("results.leave", _R, ("Esc",), QT_TRANSLATE_NOOP("keys", "Back")),
    Key("verify.report", Scope.VERIFY, ("Ctrl+S",), QT_TRANSLATE_NOOP("keys", "Save report")),
    Key("verify.renew", Scope.VERIFY, ("Ctrl+E",), QT_TRANSLATE_NOOP("keys", "Renew its evidence")),
    Key("forms.save", Scope.FORMS, ("Ctrl+S",), QT_TRANSLATE_NOOP("keys", "Save form")),
    Key("forms.label", Scope.FORMS, ("Ctrl+1",), QT_TRANSLATE_NOOP("keys", "Frame a label")),
    Key("forms.value", Scope.FORMS, ("Ctrl+2",), QT_TRANSLATE_NOOP("keys", "Frame a value")),
    Key("forms.title", Scope.FORMS, ("Ctrl+3",), QT_TRANSLATE_NOOP("keys", "Frame a title line")),
    Key("forms.phrase", Scope.FORMS, ("Ctrl+4",), QT_TRANSLATE_NOOP("keys", "Frame a phrase")),
    Key("forms.section", Scope.FORMS, ("Ctrl+5",), QT_TRANSLATE_NOOP("keys", "Frame a part")),
    _fixed("forms.delete", Scope.FORMS, ("Del",), QT_TRANSLATE_NOOP("keys", "Take it out")),
    _fixed("forms.take", Scope.FORMS, ("Return",), QT_TRANSLATE_NOOP("keys", "Take over")),
    Key("erasure.mark", Scope.ERASURE, ("Alt+M",), QT_TRANSLATE_NOOP("keys", "Mark for erasure")),
    Key("erasure.keep", Scope.ERASURE, ("Alt+K",), QT_TRANSLATE_NOOP("keys", "Keep it")),
    Key(
        "erasure.release", Scope.ERASURE, ("Alt+L",), QT_TRANSLATE_NOOP("keys", "Keep it no longer")
    ),
    Key("accounts.add", Scope.ACCOUNTS, ("Ins",), QT_TRANSLATE_NOOP("keys", "New account")),
    Key("accounts.roles", Scope.ACCOUNTS, ("Ctrl+E",), QT_TRANSLATE_NOOP("keys", "Roles")),
    Key(
        "accounts.password",
        Scope.ACCOUNTS,
        ("Ctrl+Shift+G",),
        QT_TRANSLATE_NOOP("keys", "New password"),
    ),
    Key("accounts.link", Scope.ACCOUNTS, ("Ctrl+L",), QT_TRANSLATE_NOOP("keys", "Link, unlink")),
    Key("accounts.close", Scope.ACCOUNTS, ("Del",), QT_TRANSLATE_NOOP("keys", "Close, open again")),
    Key("help.back", Scope.HELP, ("Alt+Left",), QT_TRANSLATE_NOOP("keys", "Page before")),
    Key("help.forward", Scope.HELP, ("Alt+Right",), QT_TRANSLATE_NOOP("keys", "Page after")),
    Key(
        "help.start", Scope.HELP, ("Alt+Home",), QT_TRANSLATE_NOOP("keys", "First page of the help")
    ),
    _fixed("help.leave", Scope.HELP, ("Esc",), QT_TRANSLATE_NOOP("keys", "Close the help")),
    Key("steps.next", Scope.STEPS, ("Alt+N",), QT_TRANSLATE_NOOP("keys", "Next step")),
    Key("steps.back", Scope.STEPS, ("Alt+B",), QT_TRANSLATE_NOOP("keys", "Step before")),
    _fixed("steps.leave", Scope.STEPS, ("Esc",), QT_TRANSLATE_NOOP("keys", "Later")),
    Key("settings.find", Scope.SETTINGS, ("Alt+T",), QT_TRANSLATE_NOOP("keys", "Search settings")),
    Key("settings.choose", Scope.SETTINGS, ("Alt+B",), QT_TRANSLATE_NOOP("keys", "Choose a file")),
    Key("settings.reset", Scope.SETTINGS, ("Alt+M",), QT_TRANSLATE_NOOP("keys", "Reset a setting")),
    _fixed("settings.begin", Scope.SETTINGS, ("Return",), QT_TRANSLATE_NOOP("keys", "Change it")),
    _fixed("settings.leave", Scope.SETTINGS, ("Esc",), QT_TRANSLATE_NOOP("keys", "Back")),
    _fixed("find.open", Scope.FIND, ("Return",), QT_TRANSLATE_NOOP("keys", "Open the dossier")),
    _fixed("find.leave", Scope.FIND, ("Esc",), QT_TRANSLATE_NOOP("keys", "Back")),
    Key("figures.range", Scope.FIGURES, ("Alt+R",), QT_TRANSLATE_NOOP("keys", "Choose the days")),
    Key("figures.again", Scope.FIGURES, ("Ctrl+R",), QT_TRANSLATE_NOOP("keys", "Count again")),
    Key("figures.save", Scope.FIGURES, ("Ctrl+S",), QT_TRANSLATE_NOOP("keys", "Save the figures")),
    _fixed("figures.leave", Scope.FIGURES, ("Esc",), QT_TRANSLATE_NOOP("keys", "Back")),
    Key("diagnostics.all", _DG, ("Alt+A",), QT_TRANSLATE_NOOP("keys", "Check all again")),
    Key("diagnostics.one", _DG, ("Alt+K",), QT_TRANSLATE_NOOP("keys", "Check the chosen one")),
    Key("diagnostics.stop", _DG, ("Alt+D",), QT_TRANSLATE_NOOP("keys", "Stop checking")),
    Key("diagnostics.copy", _DG, ("Alt+C",), QT_TRANSLATE_NOOP("keys", "Copy the report")),
    Key("diagnostics.save", _DG, ("Alt+S",), QT_TRANSLATE_NOOP("keys", "Save the report")),
    Key("keys.print", Scope.KEYS, ("Ctrl+P",), QT_TRANSLATE_NOOP("keys", "Print the key card")),
)

TABLE: tuple[Key, ...] = (*_WINDOW, *_PAGES, *_FIELDS, *_FILE, *_TABS)
"""Every key of the window, in the order of the card."""

BY_ID: Mapping[str, Key] = {key.id: key for key in TABLE}


def _plain(key: str) -> str:
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return re.sub(r"\bEnter$", "Return", text)


def plain_keys(keys: Iterable[str]) -> frozenset[str]:
    """Keys as they are compared."""
    return frozenset(_plain(key) for key in keys)


_SHOWN = {"Return": "Enter", "-": "−"}


def key_label(key: str) -> str:
    """A key as officers read it: "Ctrl+Enter", "Ctrl+−"."""
    if key.endswith("+") and key != "+":
        return key
    *held, last = key.split("+") if key != "+" else ["+"]
    return "+".join((*held, _SHOWN.get(last, last)))
