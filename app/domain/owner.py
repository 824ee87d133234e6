"""The owner of a dossier (chủ hồ sơ): who has to be known before papers count as digitized.

Source: TT 01/2023/TT-VPCP Art. 5 (the owner is identified first); structure of a personal id:
Nghị định 70/2024/NĐ-CP.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_TWELVE_DIGITS = re.compile(r"[0-9]{12}")


class OwnerKind(StrEnum):
    """Who the owner is; the values are those of LoaiDoiTuong in the portal's record."""

    CITIZEN = "1"
    ENTERPRISE = "2"
    AGENCY = "3"
    ORGANISATION = "4"


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of a dossier.

    Attributes:
        kind: Citizen, enterprise, agency or another organisation.
        id: Personal id of a citizen (12 digits), tax or agency code of others, "" if they have
            none.
        name: Full name, "" where it is not known.
    """

    kind: OwnerKind
    id: str = ""
    name: str = ""

    @property
    def is_identified(self) -> bool:
        """Whether papers may be kept and looked for in the owner's name."""
        return self.kind is not OwnerKind.CITIZEN or is_owner_id(self.id)

    @property
    def has_store(self) -> bool:
        """Whether there can be a store of papers to look into: citizens with an id have one."""
        return self.kind is OwnerKind.CITIZEN and is_owner_id(self.id)


@dataclass(frozen=True, slots=True)
class OwnerPolicy:
    """Where the province wants the owner before anything is digitized.

    Attributes:
        everywhere: In every procedure.
        procedures: Codes of the procedures that want it, for a province that names them.
    """

    everywhere: bool = False
    procedures: frozenset[str] = frozenset()

    def requires(self, procedure_code: str) -> bool:
        """Whether a dossier of this procedure is held up without an owner."""
        return self.everywhere or procedure_code in self.procedures


class OwnerGap(StrEnum):
    """What is missing of the owner: nothing, an answer the officer is asked for, or a must."""

    NONE = "none"
    ASK = "ask"
    BLOCKS = "blocks"


def is_owner_id(text: str) -> bool:
    """Whether a text is exactly the twelve digits of a personal id."""
    return _TWELVE_DIGITS.fullmatch(text) is not None


def owner_gap(owner: Owner | None, policy: OwnerPolicy, procedure_code: str) -> OwnerGap:
    """What is missing before components of a dossier count as digitized.

    Args:
        owner: The owner, None while nobody was named.
        policy: What the province wants.
        procedure_code: Procedure of the dossier, "" while it is not chosen.
    """
    if owner is not None and owner.is_identified:
        return OwnerGap.NONE
    return OwnerGap.BLOCKS if policy.requires(procedure_code) else OwnerGap.ASK
