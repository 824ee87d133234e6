"""The sample dossiers shipped in `resources/samples`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.corpus.dossiers import DOSSIERS, write_dossier
from benchmarks.corpus.render import Leaders

SAMPLE_SEEDS: Mapping[str, int] = MappingProxyType(
    {"khai-sinh": 20251122, "ho-kinh-doanh": 20251119}
)
SAMPLES_FOLDER = Path(__file__).parents[2] / "resources" / "samples"


def write_samples(folder: Path = SAMPLES_FOLDER) -> None:
    """Draw both sample dossiers again; the same fonts and libraries give the same bytes."""
    for kind, seed in SAMPLE_SEEDS.items():
        write_dossier(
            DOSSIERS[kind](seed, Leaders.AFTER), folder / kind, damage="office", seed=seed
        )
