"""Commands on owners and on papers that can be reused."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain.ids import DossierId
from app.domain.owner import Owner, OwnerGap, OwnerKind
from app.domain.procedure import Handling, Need, Reason
from app.domain.reuse import REUSE, Freshness, Keeper, KnownPaper, LookupState, Offer
from app.errors import StationError
from app.province.documents import DocumentStoreError
from app.services import lookups, owner, reuse
from app.services.station import Station
from app.wiring import Arguments, Command, Output, Wiring

Json = dict[str, Any]  # values of JSON are any of its types

OWNER_KINDS = {
    "citizen": OwnerKind.CITIZEN,
    "enterprise": OwnerKind.ENTERPRISE,
    "agency": OwnerKind.AGENCY,
    "organisation": OwnerKind.ORGANISATION,
}

_FRESHNESS = {
    Freshness.VALID: "còn hạn",
    Freshness.EXPIRED: "HẾT HẠN",
    Freshness.UNPROVEN: "chưa rõ thời hạn",
}
_KEEPERS = {Keeper.STATION: "trạm này", Keeper.STORE: "kho quốc gia"}
_NOT_COPIED = {
    Reason.SHOWN_ONLY: "chỉ xuất trình, không quét, không lưu bản sao",
    Reason.CLASSIFIED: "tài liệu mật, không quét",
    Reason.INTERNAL: "văn bản giữa các cơ quan, không sao chụp",
    Reason.NOT_IN_FORCE: "không còn trong thành phần hồ sơ",
}


def _find(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        person = owner.owner_of_text(station, _typed(arguments.owner))
        procedure = station.catalog.procedure(arguments.procedure)
        question = lookups.Question(person.id, person.name, procedure)
        found: tuple[KnownPaper, ...] = ()
        trouble: StationError | None = None
        try:
            if station.documents.is_configured and person.has_store:
                found = lookups.ask_store(station, question)
        except DocumentStoreError as error:
            trouble = error
            output.line(f"! {wiring.say(error)}")
        sheets = reuse.search(station, reuse.Search(person, procedure, found))
    _tell(sheets, output)
    output.result(
        {
            "components": [_component_json(each) for each in sheets],
            "store": _trouble_json(trouble, wiring),
        }
    )
    return 1 if trouble else 0


def _owner(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    dossier_id = DossierId(arguments.dossier)
    with wiring.station() as station:
        station.store.dossier(dossier_id)
        if arguments.owner or arguments.kind != "citizen":
            _name_owner(station, dossier_id, arguments)
        named = station.store.owner(dossier_id)
        gap = owner.owner_gap_of(station, dossier_id)
        guesses = () if named else owner.guess_owners(station, dossier_id)
    output.line(_owner_line(named, gap))
    for guess in guesses:
        sure = "" if guess.is_sure else " (chưa chắc)"
        output.line(f"    trong hồ sơ: {guess.owner.id} {guess.owner.name}{sure}")
    output.result(
        {
            "owner": named and _owner_json(named),
            "missing": gap.value,
            "guesses": [{**_owner_json(g.owner), "sure": g.is_sure} for g in guesses],
        }
    )
    return 0


def _name_owner(station: Station, dossier_id: DossierId, arguments: Arguments) -> None:
    kind = OWNER_KINDS[arguments.kind]
    text = _typed(arguments.owner)
    read = owner.owner_of_text(station, text) if kind is OwnerKind.CITIZEN else Owner(kind, text)
    owner.set_owner(station, dossier_id, Owner(kind, read.id, arguments.name or read.name))
    lookups.ask(station, dossier_id)


def _owner_line(named: Owner | None, gap: OwnerGap) -> str:
    if named is not None:
        return f"Chủ hồ sơ: {named.id} {named.name}".rstrip()
    blocks = " Chưa thể kết thúc kiểm tra." if gap is OwnerGap.BLOCKS else ""
    return f"Chưa biết chủ hồ sơ: hãy định danh trước khi số hóa.{blocks}"


def _show(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    dossier_id = DossierId(arguments.dossier)
    with wiring.station() as station:
        lookup = lookups.ask(station, dossier_id)
        if lookup is not None and lookup.state is LookupState.DUE:
            lookups.look_up(station, lookup)
        now = reuse.sheet(station, dossier_id)
    output.line(_owner_line(now.owner, now.gap))
    if now.lookup is not None and now.lookup.reason:
        output.line("! Chưa hỏi được kho giấy tờ; máy sẽ tự hỏi lại khi có đường truyền.")
    _tell(now.components, output)
    state = now.lookup and {"state": now.lookup.state.value, "reason": now.lookup.reason}
    output.result(
        {
            "owner": now.owner and _owner_json(now.owner),
            "missing": now.gap.value,
            "store": state,
            "components": [_component_json(each) for each in now.components],
        }
    )
    return 0


def _take(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    choice = reuse.Choice(arguments.component, arguments.paper, arguments.looked)
    with wiring.station() as station:
        decision = reuse.take(station, DossierId(arguments.dossier), choice)
    output.line(f"✓ {arguments.component}: dùng lại, không quét")
    paper = decision.paper
    output.result(
        {
            "component": decision.component,
            "status": decision.status.value,
            "replaced_result": paper.code if paper else "",
        }
    )
    return 0


def _scan(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        reuse.scan_anyway(station, DossierId(arguments.dossier), arguments.component)
    output.line(f"✓ {arguments.component}: vẫn quét")
    output.result({"component": arguments.component, "status": "0"})
    return 0


def _undo(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    with wiring.station() as station:
        reuse.undo(station, DossierId(arguments.dossier), arguments.component)
    output.line(f"✓ {arguments.component}: đã bỏ quyết định")
    output.result({"component": arguments.component, "status": None})
    return 0


def _typed(text: str) -> str:
    """What was given, or a line from the keyboard, which no list of processes shows."""
    return sys.stdin.readline().strip() if text == "-" else text


def _tell(parts: Sequence[reuse.ComponentSheet], output: Output) -> None:
    for part in parts:
        output.line(f"{part.component.paper_code}\t{part.component.name}")
        remark = need_remark(part.need)
        if remark:
            output.line(f"    ! {remark}")
        if part.decision is not None:
            is_reused = part.decision.status in REUSE
            output.line("    ✓ dùng lại" if is_reused else "    ✓ vẫn quét")
        for offer in part.offers:
            output.line(f"    {offer.paper.id}  {offer_text(offer)}")


def need_remark(need: Need) -> str:
    """Why a paper is not collected, Vietnamese; "" where it is."""
    if need.reason in (Reason.REPLACED, Reason.WAIVED):
        since = f" từ ngày {_day(need.since)}" if need.since else ""
        source = f" ({need.source})" if need.source else ""
        return f"không yêu cầu giấy tờ này{since}{source}"
    return _NOT_COPIED.get(need.reason, "")


def offer_text(offer: Offer) -> str:
    """Name, number, days and keeper of an offered paper in one line."""
    paper = offer.paper
    issued = paper.term.issued_on
    parts = (
        paper.title,
        f"số {paper.number}" if paper.number else "",
        f"ngày {_day(issued)}" if issued else "",
        f"đến {_day(offer.good_until)}" if offer.good_until else "",
        _FRESHNESS[offer.freshness],
        _KEEPERS[paper.keeper],
    )
    return ", ".join(part for part in parts if part)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _owner_json(named: Owner) -> Json:
    return {"kind": named.kind.value, "id": named.id, "name": named.name}


def _component_json(part: reuse.ComponentSheet) -> Json:
    need = part.need
    return {
        "component": part.component.paper_code,
        "name": part.component.name,
        "required": part.component.required,
        "handling": need.handling.value,
        "reason": need.reason.value,
        "since": need.since.isoformat() if need.since else "",
        "source": need.source,
        "collect": need.handling is Handling.COLLECT,
        "status": part.decision and part.decision.status.value,
        "offers": [_offer_json(offer) for offer in part.offers],
    }


def _offer_json(offer: Offer) -> Json:
    paper = offer.paper
    return {
        "paper": paper.id,
        "keeper": paper.keeper.value,
        "paper_type": paper.paper_code,
        "title": paper.title,
        "number": paper.number,
        "issuer": paper.issuer,
        "issued_on": paper.term.issued_on.isoformat() if paper.term.issued_on else "",
        "good_until": offer.good_until.isoformat() if offer.good_until else "",
        "freshness": offer.freshness.value,
        "status": paper.status.value,
    }


def _trouble_json(trouble: StationError | None, wiring: Wiring) -> Json | None:
    if trouble is None:
        return None
    return {
        "code": trouble.code,
        "advice": str(trouble.advice),
        "message": wiring.say(trouble),
    }


REUSE_COMMANDS: dict[str, Command] = {
    "reuse find": _find,
    "reuse owner": _owner,
    "reuse show": _show,
    "reuse take": _take,
    "reuse scan": _scan,
    "reuse undo": _undo,
}
