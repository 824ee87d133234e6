"""A counter with a store of digitized papers, and a procedure with components of every sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.ids import DossierId
from app.domain.manifest import Manifest, manifest_from_json
from app.domain.owner import Owner, OwnerKind, OwnerPolicy
from app.domain.procedure import Component, Procedure, Replacement, Result
from app.domain.reuse import Term
from app.province.documents import StoredDocument, StoredFile
from app.services import assemble, deliver, owner, reuse, review
from app.services.sign import Key, sign_dossier
from app.services.station import Station
from ocr.reading import FieldReading, FieldSource, FieldState, PageReading, PaperGuess
from ocr.understanding.forms import PaperType
from tests.fakes.counter_station import KEY, PIN, CounterStation, Shelf
from tests.fakes.documents import FakeDocuments

HOA, NAM = "001195004321", "001095001234"
MARRIAGE = "1.000894"
CARD_QR = f"{HOA}|123456789|Trần Thị Hoa|06071995|Nữ|Thôn Mẫu, Xã Mẫu|01012022\r\n"


class ReuseShelf(Shelf):
    """A procedure whose components are of every sort."""

    def procedures(self) -> tuple[Procedure, ...]:
        marriage = Procedure(
            MARRIAGE,
            "Đăng ký kết hôn",
            (
                Component("declaration", "Tờ khai", True),
                Component("single_proof", "Giấy xác nhận tình trạng hôn nhân", True, code="TP.2"),
                Component("health", "Giấy khám sức khỏe", False),
                Component("card", "Thẻ căn cước", False, shown_only=True),
                Component(
                    "household", "Sổ hộ khẩu", False,
                    replacement=Replacement(date(2025, 7, 1), "Cơ sở dữ liệu dân cư"),
                ),
            ),
        )  # fmt: skip
        single = Procedure(
            "1.004873", "Cấp giấy", results=(Result("Giấy", "single_proof", "KQ.1"),)
        )
        return (*super().procedures(), marriage, single)

    def paper_types(self) -> tuple[PaperType, ...]:
        return (
            *super().paper_types(),
            PaperType("declaration", "Tờ khai", ()),
            PaperType("single_proof", "Giấy xác nhận tình trạng hôn nhân", (), validity_months=6),
            PaperType("health", "Giấy khám sức khỏe", (), validity_months=12),
            PaperType("card", "Thẻ căn cước", ()),
            PaperType("household", "Sổ hộ khẩu", ()),
        )


class Office(CounterStation):
    """A counter with a store of digitized papers."""

    def __init__(self, policy: OwnerPolicy | None = None, configured: bool = True) -> None:
        super().__init__()
        self.documents = FakeDocuments(is_configured=configured)
        self.station: Station = replace(
            self.station,
            catalog=ReuseShelf(),
            documents=self.documents,
            owners=policy or OwnerPolicy(),
        )

    def open(
        self, person: str = "", *, papers: Sequence[tuple[bytes, PageReading]] = ()
    ) -> DossierId:
        home = self.add_dossier(papers, code="H26-1", procedure=MARRIAGE)
        if person:
            owner.set_owner(self.station, home, Owner(OwnerKind.CITIZEN, person))
        return home

    def deliver(self, person: str, *papers: tuple[bytes, PageReading]) -> DossierId:
        """A dossier that went all the way to its receipt."""
        home = self.open(person, papers=papers)
        self.seal(home)
        deliver.send_due(self.station)
        return home

    def seal(self, home: DossierId) -> Manifest:
        review.finish_review(self.station, home)
        assemble.build(self.station, home)
        sign_dossier(self.station, home, Key(KEY, bytearray(PIN.encode())))
        submission = deliver.enqueue(self.station, home)
        return manifest_from_json(self.vault.get(home, submission.manifest))

    def offers(self, home: DossierId, component: str = "single_proof") -> tuple[reuse.Offer, ...]:
        sheets = reuse.sheet(self.station, home).components
        return next(each for each in sheets if each.component.paper_code == component).offers


def value(name: str, text: str, state: FieldState = FieldState.GREEN) -> FieldReading:
    return FieldReading(name, name, text, state, 0.99, FieldSource.OCR, (0, 0, 9, 9))


def page(code: str, *fields: FieldReading, mark: str = "") -> tuple[bytes, PageReading]:
    guess = PaperGuess(code, code, 0.9)
    data = f"\x89PNG {code} {mark} {[f.value for f in fields]}".encode("latin-1", "replace")
    return data, replace(PageReading(200, 280, 300), fields=fields, paper=guess)


def proof(person: str = HOA, issued: str = "01/10/2025") -> tuple[bytes, PageReading]:
    fields = (value("number", "15/UBND"), value("issued_on", issued), value("subject.id", person))
    return page("single_proof", *fields)


def stored(code: str = "KQ.1", **values: object) -> StoredDocument:
    files = (StoredFile("a.pdf", "/kho/1"),)
    facts: dict[str, object] = {"term": Term(date(2025, 10, 1)), **values}
    return StoredDocument(code, "Giấy xác nhận", "77/UBND", "UBND xã Mẫu", files, **facts)  # type: ignore[arg-type]
