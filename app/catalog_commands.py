"""Commands on the station's catalogue: import, export, verify, install, trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.catalog.base import CatalogError, Change, ChangeKind, SnapshotFacts, SnapshotKey
from app.wiring import Arguments, Command, Output, Wiring

_MARKS = {ChangeKind.ADDED: "+", ChangeKind.CHANGED: "~", ChangeKind.REMOVED: "-"}
_TABLES = {
    "paper": "giấy tờ",
    "procedure": "thủ tục",
    "component": "thành phần",
    "agency": "cơ quan",
    "list": "danh sách",
}


def _import(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    files = [Path(file) for file in arguments.files]
    apply = not arguments.dry_run
    try:
        found = wiring.catalog_keeper().bring(files, apply=apply)
    except CatalogError as error:
        _tell_where(error, output)
        raise
    _tell_changes(found, output, applied=apply)
    return 0


def _install(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    apply = not arguments.dry_run
    try:
        found = wiring.catalog_keeper().install(Path(arguments.file), apply=apply)
    except CatalogError as error:
        _tell_where(error, output)
        raise
    _tell_changes(found, output, applied=apply)
    return 0


def _export(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    key = None
    if arguments.sign_key:
        password = None
        if arguments.pin_file:
            password = output.ask_secret("Mật khẩu khóa: ", arguments.pin_file)
        key = SnapshotKey(Path(arguments.sign_key), password)
    source = arguments.source or wiring.settings.agency_code
    facts = wiring.catalog_keeper().export(Path(arguments.file), source=source, key=key)
    output.line(f"✓ {arguments.file}")
    _tell_facts(facts, output)
    return 0


def _verify(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    key_file = Path(arguments.key) if arguments.key else None
    facts = wiring.catalog_keeper().verify(Path(arguments.file), key_file=key_file)
    output.line(f"✓ {arguments.file}")
    _tell_facts(facts, output)
    return 0


def _trust(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    fingerprint = wiring.catalog_keeper().trust(Path(arguments.key), replace=arguments.replace)
    output.line(f"✓ {fingerprint}")
    output.result({"signer": fingerprint})
    return 0


def _forms(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    """List the forms of the station's own, or take one out."""
    keeper = wiring.catalog_keeper()
    if arguments.drop:
        apply = not arguments.dry_run
        _tell_changes(keeper.drop_paper(arguments.drop, apply=apply), output, applied=apply)
        return 0
    papers = keeper.own_papers()
    for paper in papers:
        output.line(
            f"{paper.code}: {paper.title} ({len(paper.fields)} trường, {len(paper.layouts)} bản in)"
        )
    if not papers:
        output.line("Trạm chưa có mẫu giấy tờ riêng.")
    output.result({"forms": [{"code": p.code, "title": p.title} for p in papers]})
    return 0


def _export_forms(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    codes = wiring.catalog_keeper().export_papers(Path(arguments.file), arguments.codes)
    output.line(f"✓ {arguments.file}: {', '.join(codes)}")
    output.result({"file": arguments.file, "forms": list(codes)})
    return 0


def _tell_where(error: CatalogError, output: Output) -> None:
    """Name the file, row and column: whoever made the table has to find them."""
    if error.detail:
        output.line(f"! {error.detail}")


def _tell_changes(found: Sequence[Change], output: Output, *, applied: bool) -> None:
    for change in found:
        aspects = f" ({', '.join(change.aspects)})" if change.aspects else ""
        table = _TABLES[change.table]
        output.line(f"{_MARKS[change.kind]} {table} {change.code}: {change.name}{aspects}")
    counts = Counter(change.kind for change in found)
    output.line(
        f"Thêm {counts[ChangeKind.ADDED]}, đổi {counts[ChangeKind.CHANGED]}, "
        f"bỏ {counts[ChangeKind.REMOVED]}."
    )
    output.line(
        "Danh mục mới được dùng từ lần mở chương trình kế tiếp."
        if applied
        else "Chạy thử: chưa ghi gì."
    )
    output.result({"applied": applied, "changes": [change.to_json() for change in found]})


def _tell_facts(facts: SnapshotFacts, output: Output) -> None:
    output.line(f"    {facts.source}  {facts.made_at:%d/%m/%Y %H:%M} UTC")
    output.line(f"    SHA-256 {facts.sha256}")
    output.line(f"    khóa ký {facts.signer}" if facts.signer else "    chưa ký")
    output.result({"snapshot": facts.to_json()})


CATALOG_COMMANDS: dict[str, Command] = {
    "catalog import": _import,
    "catalog install": _install,
    "catalog export": _export,
    "catalog verify": _verify,
    "catalog trust": _trust,
    "catalog forms": _forms,
    "catalog export-forms": _export_forms,
}
