"""Delivery over the intake contract: announce, upload by tus, commit, verify the receipt.

Every failure of connection, server and contract becomes one of the classes in
`app.province.errors`; nothing is retried here that a service should decide, except where the
contract says how to find out what happened (offset after a cut, state after a lost commit reply).

Runs on: the network lane; calls from several threads are safe.

Source: docs/intake-api.yaml.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from app.domain.manifest import Manifest
from app.province.base import Receipt, RemoteDossier, RemoteResult, ResultList
from app.province.endpoint import Proxy
from app.province.errors import (
    Ambiguous,
    DeliveryError,
    DigestMismatch,
    KeysRefused,
    ReceiptInvalid,
    Rejected,
    RemoteGone,
    ServerBusy,
    StillProcessing,
)
from app.province.receipts import MAX_RECEIPT_BYTES, Jwks, verify_receipt
from app.province.result_calls import acknowledge_result, fetch_result, list_results
from app.province.tokens import TokenSource
from app.province.tus import Service, json_of, retry_after_s, service_of
from app.province.tus_uploads import Offer, put, resume_point
from app.province.wire import Timeouts, Wire

_OK = frozenset({200})
_CREATED = frozenset({200, 201})


class IntakeClient:
    """A `ProcessingSystem` that speaks the intake contract."""

    def __init__(
        self,
        base_url: str,
        *,
        pinned_keys: Jwks | None = None,
        token: str | TokenSource = "",
        timeouts: Timeouts | None = None,
        tls: ssl.SSLContext | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        """Prepare a client; no connection is made yet.

        Args:
            base_url: Address of the processing system. Plain http only to this machine.
            pinned_keys: Keys of receipts, as `service_keys` gave them at the first contact;
                without them the keys of this process's first contact count.
            token: Bearer token or where it comes from, "" for none.
            timeouts: Bounds of a request.
            tls: Trust; that of the operating system when left out.
            proxy: Proxy of the network; what the operating system says when left out.

        Raises:
            NotConfigured: The address is none, or would send papers in clear.
        """
        self._wire = Wire(
            base_url, token=token, timeouts=timeouts or Timeouts(), tls=tls, proxy=proxy
        )
        self._pinned = dict(pinned_keys) if pinned_keys else None
        self._service: Service | None = None

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def reachable(self) -> bool:
        """Whether the system answers now; never raises."""
        try:
            reply = self._wire.ask("GET", "/healthz")
        except DeliveryError:
            return False
        return reply.status == 204 and "date" in reply.headers

    def service(self) -> Service:
        """The service document; asked for once.

        Raises:
            DeliveryError: By class of failure.
        """
        if self._service is None:
            document = json_of(self._wire.ask("GET", "/.well-known/sohoa-intake"), _OK)
            self._service = service_of(document)
        return self._service

    def service_keys(self) -> dict[str, object]:
        """Keys of receipts as the system publishes them now, for pinning at the first contact.

        Raises:
            DeliveryError: By class of failure.
        """
        return dict(self.service().jwks)

    def use_keys(self, keys: Jwks) -> None:
        """Check receipts against these keys from now on."""
        self._pinned = dict(keys)

    def key_sets(self, after: int) -> list[str]:
        """Signed key sets with a greater version, oldest first; [] where the system has none.

        Raises:
            KeysRefused: What comes are no key sets.
            DeliveryError: By class of failure.
        """
        address = self.service().key_sets
        if not address:
            return []
        url = httpx.URL(self._wire.given(address)).copy_merge_params({"after": str(after)})
        sets = json_of(self._wire.ask("GET", str(url)), _OK).get("sets")
        if not isinstance(sets, list) or not all(isinstance(each, str) for each in sets):
            raise KeysRefused("reply holds no list of key sets")
        return sets

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Announce a dossier under the idempotency key; a repeat gives the same answer.

        Raises:
            DeliveryError: By class of failure; Ambiguous when the reply was lost.
        """
        service = self.service()
        too_large = [item.id for item in manifest.files if item.size > service.max_file_bytes]
        if too_large:
            limit = service.max_file_bytes
            raise Rejected(f"files larger than {limit} bytes: {', '.join(too_large)}")
        body = {**manifest.members(), "manifest_sha256": manifest.digest()}
        path, extra = self._announcement_path(manifest)
        reply = self._wire.post(path, body, {"Idempotency-Key": key, **extra})
        return self._remote_dossier(json_of(reply, _CREATED), manifest)

    def resume_point(self, url: str) -> int:
        """Bytes of an upload that the server holds durably.

        Raises:
            DeliveryError: By class of failure.
        """
        return resume_point(self._wire, url)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Send one chunk; gives the offset that the server confirms; see `tus_uploads.put`.

        Raises:
            DeliveryError: By class of failure; ServerBusy when nothing new arrived.
        """
        service = self.service()
        offer = Offer(service.checksums, service.max_chunk_bytes)
        return put(self._wire, url, offset, chunk, offer=offer)

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Ask for acceptance and verify the receipt against `manifest`.

        Raises:
            DeliveryError: StillProcessing while there is no receipt; Ambiguous when the
                reply was lost and the state shows no acceptance.
        """
        path = f"/v1/dossiers/{_quoted(remote_id)}/commit"
        try:
            body = {"manifest_sha256": manifest.digest()}
            reply = self._wire.post(path, body, {"Idempotency-Key": key})
        except Ambiguous as lost:
            return self._receipt_after_loss(remote_id, manifest, lost)
        if reply.status == 202:
            wait_s = retry_after_s(reply.headers)
            raise StillProcessing("accepted for processing, no receipt yet", wait_s)
        return self._receipt_of(json_of(reply, _OK), remote_id, manifest)

    def is_accepted(self, remote_id: str, manifest: Manifest) -> bool:
        """Whether the system says that it accepted `manifest` under this id.

        Raises:
            DeliveryError: It could not be asked.
        """
        path = f"/v1/dossiers/{_quoted(remote_id)}"
        try:
            known = json_of(self._wire.ask("GET", path), _OK)
        except RemoteGone:
            return False
        is_ours = known.get("manifest_sha256") == manifest.digest()
        return is_ours and known.get("state") in ("accepted", "superseded")

    def route(self) -> str:
        """Address of this machine on the way to the system, "" while there is no way."""
        return self._wire.route()

    def clock_offset_s(self) -> float:
        """Seconds that the clock of the system is ahead of ours, 0 while that is not known."""
        return self._wire.clock_offset_s

    def waiting_results(self, agency: str, etag: str = "") -> ResultList:
        """Results that wait for the signature of an agency.

        Raises:
            DeliveryError: By class of failure.
        """
        return list_results(self._wire, agency, etag)

    def fetch_result(self, result: RemoteResult) -> bytes:
        """The file of a result, checked against its size and digest.

        Raises:
            ResultTooLarge: Announced larger than a station takes.
            ResultDamaged: Other bytes than announced.
            DeliveryError: By class of failure.
        """
        return fetch_result(self._wire, result)

    def acknowledge_result(self, result: RemoteResult, client_ref: str) -> None:
        """Tell that a result was taken in; a repeat changes nothing.

        Raises:
            ResultChanged: The system holds another file by now.
            ResultTaken: Another station took it, or it was returned already.
            DeliveryError: By class of failure; Ambiguous when the reply was lost.
        """
        acknowledge_result(self._wire, result, client_ref)

    def _announcement_path(self, manifest: Manifest) -> tuple[str, dict[str, str]]:
        """Where to announce: a revision goes to the newest earlier one the server knows."""
        if not manifest.supersedes:
            return "/v1/dossiers", {}
        path = f"/v1/dossiers?client_ref={_quoted(manifest.client_ref)}"
        found = json_of(self._wire.ask("GET", path), _OK).get("dossiers")
        earlier = [
            item
            for item in (found if isinstance(found, list) else [])
            if isinstance(item, dict) and _int(item.get("revision")) < manifest.revision
        ]
        if not earlier:
            return "/v1/dossiers", {}
        base = max(earlier, key=lambda item: _int(item.get("revision")))
        extra = {"If-Match": str(base.get("etag", ""))}
        return f"/v1/dossiers/{_quoted(str(base.get('id')))}/revisions", extra

    def _remote_dossier(self, reply: Mapping[str, Any], manifest: Manifest) -> RemoteDossier:
        """Check the answer to an announcement. Any: JSON has no static shape."""
        if reply.get("manifest_sha256") != manifest.digest():
            raise DigestMismatch("server announces another manifest")
        remote_id, entries = reply.get("id"), reply.get("uploads")
        if not isinstance(remote_id, str) or not remote_id or not isinstance(entries, list):
            raise ServerBusy("reply to the announcement is incomplete")
        uploads: dict[str, str] = {}
        for entry in entries:
            if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
                raise ServerBusy("reply to the announcement is incomplete")
            url = entry.get("url")
            uploads[entry["file"]] = self._wire.given(url) if isinstance(url, str) else ""
        if uploads.keys() != {item.id for item in manifest.files}:
            raise ServerBusy("server names other files than were announced")
        return RemoteDossier(id=remote_id, uploads=uploads)

    def _receipt_after_loss(self, remote_id: str, manifest: Manifest, lost: Ambiguous) -> Receipt:
        try:
            state = json_of(self._wire.ask("GET", f"/v1/dossiers/{_quoted(remote_id)}"), _OK)
            link = state.get("receipt")
            if not isinstance(link, str):
                raise lost
            reply = self._wire.ask("GET", self._wire.given(link))
        except DeliveryError as error:
            raise lost from error
        if reply.status != 200 or reply.media != "application/jose":
            raise lost
        jws = reply.body[:MAX_RECEIPT_BYTES].decode("ascii", errors="replace")
        return self._verified(jws, remote_id, manifest)

    def _receipt_of(self, reply: Mapping[str, Any], remote_id: str, manifest: Manifest) -> Receipt:
        """Verify the receipt in the answer to a commit. Any: JSON has no static shape."""
        jws = reply.get("receipt_jws")
        if not isinstance(jws, str):
            raise ServerBusy("reply to the commit holds no receipt")
        if reply.get("manifest_sha256") != manifest.digest():
            raise ReceiptInvalid("server confirms another manifest")
        return self._verified(jws, remote_id, manifest)

    def _verified(self, jws: str, remote_id: str, manifest: Manifest) -> Receipt:
        if self._pinned is None:
            self._pinned = self.service_keys()
        receipt = verify_receipt(jws, self._pinned, manifest)
        if receipt.dossier_id != remote_id:
            raise ReceiptInvalid("receipt is for another dossier")
        return receipt


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _int(value: object) -> int:
    return value if isinstance(value, int) else 2**53
