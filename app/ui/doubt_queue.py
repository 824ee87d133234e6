"""Which doubtful field comes next: in the order of the form, postponed ones last."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.field import Field, FieldState
from app.ui.fields_model import Key, field_key


class DoubtQueue:
    """What the officer has decided or postponed in the dossier on show.

    A decision counts from the moment it is made, not from when it is saved.
    """

    def __init__(self) -> None:
        self._decided: set[Key] = set()
        self._postponed: list[Key] = []

    def forget(self) -> None:
        """Another dossier is on show."""
        self._decided.clear()
        self._postponed.clear()

    def decide(self, key: Key) -> None:
        """The officer has decided about a field."""
        self._decided.add(key)
        if key in self._postponed:
            self._postponed.remove(key)

    def know_stored(self, field: Field) -> None:
        """The store has told how a field is now."""
        self._decided.discard(field_key(field))
        if not field.needs_a_look and field_key(field) in self._postponed:
            self._postponed.remove(field_key(field))

    def postpone(self, key: Key) -> None:
        """Put a field behind all other doubts."""
        if key in self._postponed:
            self._postponed.remove(key)
        self._postponed.append(key)

    def is_postponed(self, key: Key) -> bool:
        """The officer wants to come back to it."""
        return key in self._postponed

    def is_open(self, field: Field) -> bool:
        """The field still wants a look."""
        return field.needs_a_look and field_key(field) not in self._decided

    def count(self, fields: Sequence[Field]) -> int:
        """How many fields still want a look."""
        return sum(self.is_open(field) for field in fields)

    def wrong(self, fields: Sequence[Field]) -> list[Field]:
        """Fields that a rule refuses and nobody has decided about."""
        return [f for f in fields if f.state is FieldState.RED and self.is_open(f)]

    def after(self, fields: Sequence[Field], number: int) -> Field | None:
        """The next doubt behind field `number`, -1 for the first; None when none is left."""
        around = [*fields[number + 1 :], *fields[: max(number, 0)]]
        for field in around:
            if self.is_open(field) and field_key(field) not in self._postponed:
                return field
        return self._first_postponed([*around, *fields[max(number, 0) : number + 1]])

    def _first_postponed(self, fields: Sequence[Field]) -> Field | None:
        left = {field_key(field): field for field in fields if self.is_open(field)}
        return next((left[key] for key in self._postponed if key in left), None)
