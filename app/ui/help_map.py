"""Which page of the help belongs to what has the keyboard.

A widget may name its page itself (property `help_page`); otherwise its nearest ancestor that stands
in this table decides.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.services.help_pages import START

PROPERTY = "help_page"

PAGES: dict[str, str] = {
    "AccountForm": "tai-khoan",
    "AccountsView": "tai-khoan",
    "ActionBar": "quay",
    "ContactScreen": "trang",
    "ContactSheet": "trang",
    "DiagnosticsView": "chan-doan",
    "ErasureView": "xoa",
    "FieldForm": "truong",
    "FiguresView": "so-lieu",
    "FilesView": "ky",
    "FirstRunView": "khoa-tram",
    "FormEditorView": "mau-giay",
    "GroupView": "kiem-nhom",
    "HelpView": START,
    "KeysView": "phim",
    "LanguageStep": "buoc-dau",
    "LockView": "tai-khoan",
    "MessagePanel": "su-co",
    "NewDossierPanel": "quay",
    "OutboxView": "gui",
    "OwnerPanel": "chu-ho-so",
    "PageView": "trang",
    "PagesView": "trang",
    "PasswordStrip": "quet",
    "PracticeStrip": "tap-lam",
    "ProcedurePanel": "thu-tuc",
    "ProgressStrip": "quay",
    "QueueView": "quay",
    "RecallView": "tim",
    "Reminder": "khoa-tram",
    "ResultsView": "ket-qua",
    "ReuseView": "dung-lai",
    "ScanPanel": "quet",
    "ScannerStep": "quet",
    "ServerStep": "gui",
    "SettingsView": "cai-dat",
    "SignPanel": "ky",
    "StatusStrip": "quay",
    "StepsReminder": "buoc-dau",
    "StepsView": "buoc-dau",
    "TokenStep": "ky",
    "TrialStep": "tap-lam",
    "TrustStrip": "quet",
    "TypingStep": "go-tieng-viet",
    "VerdictPanel": "kiem-chu-ky",
    "VerifyView": "kiem-chu-ky",
    "WatchStrip": "thu-muc",
    "WindowTabs": "quay",
}
"""Class of a part of the window -> page."""


def page_for(widget: QWidget | None) -> str:
    """The page that belongs to a widget; the first page where nothing is known."""
    return known_page(widget) or START


def known_page(widget: QWidget | None) -> str:
    """The page that a widget or its nearest ancestor names, "" for none."""
    while widget is not None:
        named = widget.property(PROPERTY)
        if named:
            return str(named)
        for kind in type(widget).__mro__:
            if kind.__name__ in PAGES:
                return PAGES[kind.__name__]
        widget = widget.parentWidget()
    return ""
