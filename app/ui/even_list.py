"""A list whose rows all have the same size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView, QListView

Index = QModelIndex | QPersistentModelIndex


class EvenList(QListView):
    """A row that changes moves none of the others, so it is only painted anew.

    Qt's own list lays all of its rows out again each time, which takes longer than a frame where
    there are thousands of them, or hundreds whose small pictures come one by one.
    """

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint these rows anew."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))
