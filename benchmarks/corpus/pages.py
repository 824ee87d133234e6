"""Single scanned pages of every kind, each kind under a rotating choice of damages."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from benchmarks.corpus.contracts import lease_contract, power_of_attorney
from benchmarks.corpus.counter_pages import COUNTER_KINDS
from benchmarks.corpus.damage import RECIPES, apply_damage
from benchmarks.corpus.dossiers import plain_truth
from benchmarks.corpus.family_papers import (
    hand_filled_declaration,
    marital_status_certificate,
    marriage_declaration,
)
from benchmarks.corpus.finance import fee_receipt, report_table
from benchmarks.corpus.land import land_certificate_extract, land_change_application
from benchmarks.corpus.letters import (
    decision,
    notice_with_code,
    official_letter,
    typewritten_letter,
)
from benchmarks.corpus.render import Sheet
from benchmarks.corpus.residence import residence_confirmation, residence_declaration
from benchmarks.corpus.truth import PageTruth
from benchmarks.corpus.welfare import health_certificate, school_certificate, small_referral

CLEAN = "clean"
KINDS: Mapping[str, Callable[[int], tuple[Sheet, PageTruth]]] = MappingProxyType(
    {
        **COUNTER_KINDS,
        "decision": decision,
        "official_letter": official_letter,
        "notice_with_code": notice_with_code,
        "typewritten_letter": typewritten_letter,
        "marriage_declaration": marriage_declaration,
        "marital_status_certificate": marital_status_certificate,
        "hand_filled_declaration": hand_filled_declaration,
        "residence_declaration": residence_declaration,
        "residence_confirmation": residence_confirmation,
        "land_change_application": land_change_application,
        "land_certificate_extract": land_certificate_extract,
        "lease_contract": lease_contract,
        "power_of_attorney": power_of_attorney,
        "report_table": report_table,
        "fee_receipt": fee_receipt,
        "health_certificate": health_certificate,
        "school_certificate": school_certificate,
        "small_referral": small_referral,
    }
)


@dataclass(frozen=True, slots=True)
class CorpusPage:
    """One scanned page.

    Attributes:
        name: Stem of its file, unique in one corpus.
        kind: Key of `KINDS`.
        damage: Key of `RECIPES`.
        jpeg: The file's bytes.
        truth: What stands on it, in pixels of the file.
    """

    name: str
    kind: str
    damage: str
    jpeg: bytes
    truth: PageTruth


def page_seed(seed: int, kind: str, damage: str) -> int:
    """Seed of one page: it changes neither with other kinds nor with other damages."""
    return zlib.crc32(f"{seed}/{kind}/{damage}".encode())


def plan_pages(
    seed: int, *, kinds: Sequence[str], damages: Sequence[str], damages_per_kind: int
) -> tuple[tuple[str, str], ...]:
    """Pair kinds with damages so that every damage meets about equally many kinds.

    Args:
        seed: Turns the rotation: other seeds pair other damages with a kind.
        kinds: Keys of `KINDS`.
        damages: Keys of `RECIPES`; "clean" is given to every kind.
        damages_per_kind: Damages of each kind beside "clean".
    """
    others = [damage for damage in damages if damage != CLEAN]
    count = min(damages_per_kind, len(others))
    pairs: list[tuple[str, str]] = []
    for number, kind in enumerate(kinds):
        first = seed + number * count
        picked = [others[(first + slot) % len(others)] for slot in range(count)]
        clean = [CLEAN] if CLEAN in damages else []
        pairs += [(kind, damage) for damage in (*clean, *picked)]
    return tuple(pairs)


def corpus_page(seed: int, kind: str, damage: str) -> CorpusPage:
    """Draw and scan one page.

    Raises:
        KeyError: No such kind or damage.
        FontMissingError: A font is not installed.
    """
    own_seed = page_seed(seed, kind, damage)
    sheet, truth = KINDS[kind](own_seed)
    scan = apply_damage(sheet.image, truth, damage, own_seed)
    return CorpusPage(f"{kind}-{damage}-{seed}", kind, damage, scan.jpeg, scan.truth)


def corpus_pages(
    seed: int,
    *,
    kinds: Sequence[str] = tuple(KINDS),
    damages: Sequence[str] = tuple(RECIPES),
    damages_per_kind: int = 5,
) -> Iterator[CorpusPage]:
    """Draw every kind once clean and under `damages_per_kind` other damages.

    The same arguments give the same bytes with the same fonts and libraries.

    Raises:
        KeyError: No such kind or damage.
        FontMissingError: A font is not installed.
    """
    plan = plan_pages(seed, kinds=kinds, damages=damages, damages_per_kind=damages_per_kind)
    for kind, damage in plan:
        yield corpus_page(seed, kind, damage)


def write_corpus_page(page: CorpusPage, folder: Path) -> None:
    """Write `page` as a picture with its truth beside it into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{page.name}.jpg"
    (folder / name).write_bytes(page.jpeg)
    content = {"file": name, "kind": page.kind, **plain_truth(page.truth)}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / f"{page.name}.json").write_text(f"{text}\n", encoding="utf-8")
