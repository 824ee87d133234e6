"""The last trouble, in place: what happened, why, what to do, whom to call; never a box in the way.

What happened stands in the first line, in bold; codes wait behind a button.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.buttons import named_button
from app.ui.keyboard import reworded
from app.ui.look import SPACE_PX, Tone, as_great, embolden, tint
from app.ui.wording import asks_for_help


class MessagePanel(QFrame):
    """One message under the work; it stays until it is closed or another one comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._sign = QLabel(self)
        self._head = QLabel(self)
        self._head.setWordWrap(True)
        self._head.setTextFormat(Qt.TextFormat.PlainText)
        self._head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rest = QLabel(self)
        self._rest.setWordWrap(True)
        self._rest.setTextFormat(Qt.TextFormat.PlainText)
        self._rest.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._call = QLabel(self)
        self._call.setWordWrap(True)
        self._call.setTextFormat(Qt.TextFormat.PlainText)
        self._call.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._contact, self._names_contact = "", False
        self._detail = QLabel(self)
        self._detail.setWordWrap(True)
        self._detail.setTextFormat(Qt.TextFormat.PlainText)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details_button = named_button(self.tr("Details"), self)
        self.details_button.setCheckable(True)
        self.details_button.toggled.connect(self._detail.setVisible)
        self.close_button = named_button(self.tr("Close message"), self)
        self.close_button.clicked.connect(self.hide)
        for label in (self._head, self._rest, self._call, self._detail):
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self._head, self._rest, self._call, self._detail):
            texts.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_PX * 3 // 2, SPACE_PX, SPACE_PX, SPACE_PX)
        layout.setSpacing(SPACE_PX)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        for button in (self.details_button, self.close_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        """What is shown, as one line."""
        return f"{self._head.text()} {self._rest.text()}".strip()

    @property
    def call_text(self) -> str:
        """Whom to call, as shown, "" for nobody."""
        return "" if self._call.isHidden() else self._call.text()

    def set_contact(self, contact: str) -> None:
        """Whom officers call, name and telephone; "" for nobody."""
        self._contact = contact

    def tell(
        self, head: str, rest: str = "", *, detail: str = "", calls: bool | None = None
    ) -> None:
        """Something went wrong or is in the way.

        Args:
            head: What happened.
            rest: Why, and what to do.
            detail: What waits behind a button.
            calls: The next step is to call somebody; None where the words themselves say it.
        """
        self._names_contact = asks_for_help(f"{head} {rest}") if calls is None else calls
        self._show("!", Tone.WRONG, head, rest, detail)

    def note(self, head: str, rest: str = "") -> None:
        """Something went well."""
        self._names_contact = False
        self._show("✓", Tone.GOOD, head, rest, "")

    def _show(self, sign: str, tone: Tone, head: str, rest: str, detail: str) -> None:
        head, rest = reworded(head), reworded(rest)
        self._sign.setText(sign)
        as_great(self._sign)
        tint(self._sign, tone)
        self._head.setText(head)
        embolden(self._head)
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        calls = bool(self._contact) and self._names_contact
        self._call.setText(self.tr("Whom to call: %1").replace("%1", self._contact))
        self._call.setVisible(calls)
        self._detail.setText(detail)
        self.details_button.setChecked(False)
        self._detail.hide()
        self.details_button.setVisible(bool(detail))
        call = self._call.text() if calls else ""
        self.setAccessibleName(" ".join(part for part in (head, rest, call) if part))
        self.show()
