"""What was found about the signatures of accepted files: judged once, kept on the disk."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from app.receiver.files import is_pdf
from app.receiver.proving import Proof, ProvenSignature, Prover


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts below `root`, one file per upload; accepted bytes never change."""

    root: Path
    prover: Prover

    def known(self, source: Path) -> list[Proof]:
        """What was found before; empty or one."""
        try:
            raw = json.loads(self._place(source).read_bytes())
            signatures = tuple(ProvenSignature(**each) for each in raw["signatures"])
            return [Proof(str(raw["integrity"]), signatures)]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def judged(self, source: Path) -> list[Proof]:
        """Judge a PDF unless that was done; empty for other files."""
        if not is_pdf(source):
            return []
        known = self.known(source)
        if known:
            return known
        proof = self.prover.prove(source)
        place = self._place(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(".new")
        draft.write_text(json.dumps(asdict(proof), ensure_ascii=False), encoding="utf-8")
        draft.replace(place)
        return [proof]

    def _place(self, source: Path) -> Path:
        return self.root / source.parent.name / f"{source.name}.json"
