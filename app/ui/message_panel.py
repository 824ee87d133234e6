"""The last trouble, in place: what happened, why, what to do; never a box in the way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.look import SPACE_PX, tones


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
        self._detail = QLabel(self)
        self._detail.setTextFormat(Qt.TextFormat.PlainText)
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details_button = self._button(self.tr("Details"))
        self.details_button.setCheckable(True)
        self.details_button.toggled.connect(self._detail.setVisible)
        self.close_button = self._button(self.tr("Close message"))
        self.close_button.clicked.connect(self.hide)
        for label in (self._head, self._rest, self._detail):
            label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()
        self.hide()

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(text)
        return button

    def _arrange(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self._head, self._rest, self._detail):
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

    def tell(self, head: str, rest: str = "", *, detail: str = "") -> None:
        """Something went wrong or is in the way."""
        self._show("!", tones().wrong.name(), head, rest, detail)

    def note(self, head: str, rest: str = "") -> None:
        """Something went well."""
        self._show("✓", tones().good.name(), head, rest, "")

    def _show(self, sign: str, colour: str, head: str, rest: str, detail: str) -> None:
        self._sign.setText(sign)
        self._sign.setStyleSheet(f"color: {colour}; font-weight: 700; font-size: 16pt;")
        self._head.setText(head)
        self._head.setStyleSheet("font-weight: 600;")
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self._detail.setText(detail)
        self.details_button.setChecked(False)
        self._detail.hide()
        self.details_button.setVisible(bool(detail))
        self.setAccessibleName(f"{head} {rest}")
        self.show()
