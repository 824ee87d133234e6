"""Single pages of the papers of a birth and of a household business."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks.corpus.business import (
    APPLICATION_TITLE,
    CERTIFICATE_TITLE,
    household_business_application,
    household_business_certificate,
)
from benchmarks.corpus.cases import BusinessCase, make_birth_case, make_business_case
from benchmarks.corpus.cccd import BACK_TITLE, FRONT_TITLE, Placing, cccd_back, cccd_front
from benchmarks.corpus.civil import (
    DECLARATION_TITLE,
    NOTICE_TITLE,
    birth_declaration,
    birth_notice,
)
from benchmarks.corpus.render import Leaders, Sheet
from benchmarks.corpus.slip import SLIP_TITLE, Attachment, receipt_slip
from benchmarks.corpus.truth import PageTruth

Drawn = tuple[Sheet, PageTruth]
_FILLED = (Leaders.AFTER, Leaders.UNDER)


def _drawn(sheet: Sheet, paper: str, title: str) -> Drawn:
    return sheet, sheet.truth(paper, title)


def _slip(seed: int) -> Drawn:
    rng = random.Random(seed)
    case = make_business_case(rng)
    attachments = (
        Attachment("Giấy đề nghị đăng ký hộ kinh doanh", "Bản chính"),
        Attachment("Căn cước công dân của chủ hộ", "Bản sao"),
    )
    sheet = receipt_slip(case.filing, case.owner, attachments, rng)
    return _drawn(sheet, "receipt_slip", SLIP_TITLE)


def _birth_declaration(seed: int) -> Drawn:
    rng = random.Random(seed)
    sheet = birth_declaration(make_birth_case(rng), rng, rng.choice(_FILLED))
    return _drawn(sheet, "birth_declaration", DECLARATION_TITLE)


def _birth_notice(seed: int) -> Drawn:
    rng = random.Random(seed)
    sheet = birth_notice(make_birth_case(rng), rng, rng.choice(_FILLED))
    return _drawn(sheet, "birth_notice", NOTICE_TITLE)


def _card(seed: int, draw: Callable[[BusinessCase, random.Random, Placing], Sheet]) -> Sheet:
    rng = random.Random(seed)
    case = make_business_case(rng)
    return draw(case, rng, rng.choice(tuple(Placing)))


def _card_front(seed: int) -> Drawn:
    sheet = _card(seed, lambda case, rng, placing: cccd_front(case.owner, rng, placing))
    return _drawn(sheet, "cccd_front", FRONT_TITLE)


def _card_back(seed: int) -> Drawn:
    sheet = _card(seed, lambda case, rng, placing: cccd_back(case.owner, rng, placing))
    return _drawn(sheet, "cccd_back", BACK_TITLE)


def _business_application(seed: int) -> Drawn:
    rng = random.Random(seed)
    case = make_business_case(rng)
    sheet = household_business_application(case, rng, rng.choice(_FILLED))
    return _drawn(sheet, "household_business_application", APPLICATION_TITLE)


def _business_certificate(seed: int) -> Drawn:
    rng = random.Random(seed)
    sheet = household_business_certificate(make_business_case(rng), rng)
    return _drawn(sheet, "household_business_certificate", CERTIFICATE_TITLE)


COUNTER_KINDS: Mapping[str, Callable[[int], Drawn]] = MappingProxyType(
    {
        "receipt_slip": _slip,
        "birth_declaration": _birth_declaration,
        "birth_notice": _birth_notice,
        "cccd_front": _card_front,
        "cccd_back": _card_back,
        "business_application": _business_application,
        "business_certificate": _business_certificate,
    }
)
