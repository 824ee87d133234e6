"""The files of dossiers on the signing line: bytes from the vault, steps in the store."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from app.domain.dossier import DossierEvent, DossierFile, DossierState
from app.domain.events import Act
from app.domain.ids import DossierId, FileId
from app.domain.signing import (
    CLOSED,
    Finished,
    ItemState,
    OwedTime,
    SigningItem,
    SigningPlan,
    chains,
    published,
    put_aside,
)
from app.errors import LibraryError, StationError
from app.services.assemble import VIETNAM
from app.services.key_check import KeyCheck, facts_of_item
from app.services.key_host import KeyIdentity
from app.services.review import move
from app.services.signing_jobs import (
    FinishOrder,
    Prepared,
    PrepareOrder,
    attributes_of,
    finish_file,
    prepare_file,
    stamp_values,
    with_part,
)
from app.services.signing_plan import field_name, plan_request
from app.services.stamp_jobs import stamp_order
from app.services.station import Station
from app.store.base import StoreDamaged
from signing.requests import SignRequest

T = TypeVar("T")


class StoreDesk:
    """Files from the vault, steps in the store; see `signing_line.Desk`."""

    def __init__(
        self,
        station: Station,
        plan: SigningPlan,
        items: Sequence[SigningItem],
        checks: Sequence[KeyCheck],
    ) -> None:
        self._station, self._plan, self._checks = station, plan, checks
        self._request = plan_request(station.signing, plan, station.now())
        self._items = {item.id: item for item in items}
        self._chains = {
            (chain[0].dossier_id, chain[0].file_id): [item.id for item in chain]
            for chain in chains(items)
        }
        self._homes: dict[DossierId, list[str]] = {}
        for item in items:
            self._homes.setdefault(item.dossier_id, []).append(item.id)
        self._files: dict[DossierId, dict[FileId, DossierFile]] = {}

    def begin(self) -> None:
        """Take the dossiers with something left to do from BUILT to SIGNING."""
        for home, ids in self._homes.items():
            is_open = any(self._items[each].state not in CLOSED for each in ids)
            if is_open and self._station.store.dossier(home).state is DossierState.BUILT:
                move(self._station, home, DossierEvent.START_SIGNING)

    def give_back(self, items: Sequence[SigningItem], why: StationError | None) -> None:
        """Take dossiers that could not be published back to BUILT; their steps stay kept."""
        codes = {item.dossier_id: item.code for item in items if item.code}
        for home in self._homes:
            if self._station.store.dossier(home).state is DossierState.SIGNING:
                note = codes.get(home, "") or (why.code if why else "job.cancelled")
                act = self._station.act("dossier.signing_failed", home, note=note)
                self._station.store.move_dossier(
                    home, DossierState.SIGNING, DossierState.BUILT, act
                )

    def prepare(self, item: SigningItem, identity: KeyIdentity) -> Future[Prepared]:
        """Start to prepare a file."""
        try:
            data = self._bytes_before(item)
        except StoreDamaged as error:
            return _failed(error)
        order = PrepareOrder(
            request=self._request_for(item, seen=True),
            certificate=identity.certificate,
            chain=identity.chain,
            stamp=stamp_order(self._station.signing, self._plan, item, self._beside(item)),
            data=data,
        )
        return self._station.cpu.submit(prepare_file, order)

    def finish(self, item: SigningItem, *, without_time: bool) -> Future[Finished]:
        """Start to finish a file whose value is there."""
        try:
            data = self._bytes_before(item)
        except StoreDamaged as error:
            return _failed(error)
        order = FinishOrder(
            request=self._request_for(item, seen=False),
            prepared=item.work.prepared,
            value=item.work.value,
            token=item.work.token,
            without_time=without_time,
            owe_time=self._plan.owe_time,
            data=data,
            part=item.work.prepared_part,
        )
        return self._station.cpu.submit(finish_file, order)

    def stamps(self, items: Sequence[SigningItem]) -> Future[tuple[bytes | LibraryError, ...]]:
        """Start to fetch time stamps over values."""
        values = tuple(item.work.value for item in items)
        return self._station.stamps.submit(stamp_values, values, self._request)

    def keep(self, before: SigningItem, after: SigningItem) -> None:
        """Make a step durable, with its audit entry."""
        self._station.store.save_item(before, after, self._act(after))
        self._items[after.id] = after

    def keep_all(self, steps: Sequence[tuple[SigningItem, SigningItem]]) -> None:
        """Make steps of several items durable, each with its audit entry, all or none."""
        acts = [self._act(after) for _, after in steps]
        self._station.store.save_items(steps, acts)
        self._items.update({after.id: after for _, after in steps})

    def now(self) -> datetime:
        """The clock of the station."""
        return self._station.now()

    def _act(self, after: SigningItem) -> Act:
        note = " ".join(part for part in (after.level, after.code) if part)
        action = f"signature.{after.state.value}"
        return self._station.act(action, after.id, digest=after.sha256, note=note)

    def publish(self, items: Sequence[SigningItem]) -> Sequence[SigningItem]:
        """Publish the dossier of these items if all of its files are verified."""
        home = items[0].dossier_id
        mine = [self._items[each] for each in self._homes[home]]
        if any(item.state is not ItemState.VERIFIED for item in mine):
            return ()
        done = [published(item) for item in mine]
        try:
            files = [self._signed_file(file) for file in self._station.store.files(home)]
        except StoreDamaged as error:
            return self._set_aside(mine, error.code)
        owed = [self._debt(chain) for chain in chains(mine) if any(each.owed for each in chain)]
        note = f"{sum(file.signed for file in files)} files"
        act = self._station.act("dossier.sign", home, note=note)
        now = self._station.now()
        evidence = [facts_of_item(item, self._plan, self._checks[item.place], now) for item in mine]
        self._station.store.publish_signed(files, done, owed, act, evidence)
        self._items.update({item.id: item for item in done})
        self._files.pop(home, None)
        return done

    def _set_aside(self, items: Sequence[SigningItem], code: str) -> Sequence[SigningItem]:
        """Give a dossier up whose bytes are gone from the disk; the others go on."""
        failed = [put_aside(item, ItemState.FAILED, code) for item in items]
        for before, after in zip(items, failed, strict=True):
            self.keep(before, after)
        return failed

    def _signed_file(self, file: DossierFile) -> DossierFile:
        chain = self._chains.get((file.dossier_id, file.id))
        if chain is None:
            return file
        last = self._items[chain[-1]]
        data = self._whole(file.dossier_id, file.id, upto=last.place + 1)
        return replace(
            file,
            blob=self._station.vault.put(file.dossier_id, data),
            sha256=last.sha256,
            size=last.size,
            signed=True,
        )

    def _debt(self, chain: Sequence[SigningItem]) -> OwedTime:
        now = self._station.now().timestamp()
        return OwedTime(
            dossier_id=chain[0].dossier_id,
            file_id=chain[0].file_id,
            level=self._plan.level,
            deadline=now + self._station.signing.time_deadline_s,
            next_try=now,
            reason="service.timestamp_unavailable",
        )

    def _beside(self, item: SigningItem) -> bytes:
        """Certificate of the signer before, beside whose signature a seal goes."""
        if not item.place:
            return b""
        chain = self._chains[item.dossier_id, item.file_id]
        return attributes_of(self._items[chain[item.place - 1]].work.prepared).certificate

    def _bytes_before(self, item: SigningItem) -> bytes:
        return self._whole(item.dossier_id, item.file_id, upto=item.place)

    def _whole(self, home: DossierId, file_id: FileId, *, upto: int) -> bytes:
        """The file with the signatures of the first `upto` signers."""
        if home not in self._files:
            self._files[home] = {file.id: file for file in self._station.store.files(home)}
        data = self._station.vault.get(home, self._files[home][file_id].blob)
        for each in self._chains[home, file_id][:upto]:
            data = with_part(data, self._items[each].work.finished_part)
        return data

    def _request_for(self, item: SigningItem, *, seen: bool) -> SignRequest:
        """What was seen is what is signed: the digest goes with the request."""
        before = item.source_sha256
        if item.place:
            chain = self._chains[item.dossier_id, item.file_id]
            before = self._items[chain[item.place - 1]].sha256
        return replace(
            self._request,
            signed_at=self._station.now().astimezone(VIETNAM),
            field_name=field_name(self._plan, item.place),
            seen_sha256=before if seen else "",
        )


def _failed(error: StationError) -> Future[T]:
    """A step that fails before it starts: it concerns its one file, not the batch."""
    flight: Future[T] = Future()
    flight.set_exception(error)
    return flight
