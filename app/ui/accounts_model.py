"""The accounts of the station as a model: who, roles, state, last login."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from app.domain.officer import Officer, Role
from app.services.officers import Account
from app.ui.look import tones
from app.ui.rows_model import RowsModel

translate = QCoreApplication.translate


def role_name(role: Role) -> str:
    """What a role is called."""
    match role:
        case Role.SCAN:
            return translate("accounts", "Scanning and review")
        case Role.SIGN:
            return translate("accounts", "Signing and sending")
        case Role.ADMIN:
            return translate("accounts", "Administration")


def state_text(officer: Officer) -> str:
    """What keeps an officer out, or how the officer comes in."""
    if officer.is_closed:
        return translate("accounts", "✕ Closed")
    if officer.is_linked:
        return translate("accounts", "● Open, by the login service")
    if officer.must_change:
        return translate("accounts", "○ Open, has to choose a password")
    return translate("accounts", "● Open")


class AccountsModel(RowsModel[Account]):
    """One row per account, oldest first."""

    columns = 5

    def key(self, row: Account) -> Hashable:
        """The account's id."""
        return row.officer.id

    def text(self, row: Account, column: int) -> str:
        """What a cell shows."""
        officer = row.officer
        roles = ", ".join(role_name(role) for role in Role if role in officer.roles)
        last = _local(row.last_login) if row.last_login else translate("accounts", "never")
        return (officer.id, officer.name, roles, state_text(officer), last)[column]

    def decoration(self, row: Account, column: int, role: int) -> Any:  # Qt variant
        """A colour beside the sign; the whole text as a tool tip."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == 3:
            return tones().quiet if row.officer.is_closed else tones().good
        return None

    def headings(self) -> Sequence[str]:
        """Names of the columns."""
        return (
            translate("accounts", "Account"),
            translate("accounts", "Name"),
            translate("accounts", "Roles"),
            translate("accounts", "State"),
            translate("accounts", "Last login"),
        )


def _local(text: str) -> str:
    return datetime.fromisoformat(text).astimezone().strftime("%H:%M %d/%m/%Y")
