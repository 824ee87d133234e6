"""Dossiers drawn once for all tests of the generator."""

from __future__ import annotations

import pytest

from benchmarks.corpus.dossiers import Dossier, birth_dossier, business_dossier
from benchmarks.corpus.samples import SAMPLE_SEEDS


@pytest.fixture(scope="session")
def sample_dossiers() -> dict[str, Dossier]:
    return {
        "khai-sinh": birth_dossier(SAMPLE_SEEDS["khai-sinh"]),
        "ho-kinh-doanh": business_dossier(SAMPLE_SEEDS["ho-kinh-doanh"]),
    }
