"""Delivery to a province's own system, as `app.province.mapping` describes it.

The system signs nothing that we could verify, so what is kept is the station's statement.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

from app.domain.manifest import Manifest, ManifestFile
from app.domain.portal import portal_time, submitted_papers
from app.province.base import Receipt, RemoteDossier
from app.province.errors import AuthRefused, DeliveryError, Rejected, RemoteGone, ServerBusy
from app.province.mapping import (
    Dates,
    Outcome,
    State,
    Step,
    SystemMapping,
    filled,
    filled_body,
    value_at,
)
from app.province.portal import send_whole
from app.province.statements import Answer, Statements
from app.province.tus import Reply, failure_of, json_of
from app.province.whole_files import WholeFiles, WithoutResults
from app.province.wire import Wire

_TOKEN_MARK = "mapped:"  # noqa: S105  # address of an upload, no secret
_MOST_WORDS = 300


class MappedSystem(WithoutResults):
    """A `ProcessingSystem` over a described interface.

    Args:
        wire: Line to the system.
        mapping: What is said of it.
        statements: Signs what nobody else signs.
        now: The clock, for the placeholder `now`.
    """

    def __init__(
        self,
        wire: Wire,
        mapping: SystemMapping,
        *,
        statements: Statements,
        now: Callable[[], datetime],
    ) -> None:
        self._wire = wire
        self._mapping = mapping
        self._statements = statements
        self._now = now
        self._files = WholeFiles()

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def reachable(self) -> bool:
        """Whether something answers at the address; never raises."""
        try:
            self._wire.ask("GET", "/")
        except DeliveryError:
            return False
        return True

    def begin(self, manifest: Manifest, key: str) -> RemoteDossier:
        """Announce a dossier; see `ProcessingSystem.begin`."""
        values = self._values(manifest, key)
        reply = self._send(self._mapping.begin, values, _whole(manifest))
        remote_id = value_at(json_of(reply, _any_success(reply)), self._mapping.begin_id)
        uploads = {
            item.id: self._address({**values, "id": remote_id}, item) if item.size else ""
            for item in manifest.files
        }
        return RemoteDossier(remote_id, uploads)

    def resume_point(self, url: str) -> int:
        """Bytes that are here already; a file is sent whole."""
        _members(url)
        return self._files.held(url)

    def put(self, url: str, offset: int, chunk: bytes) -> int:
        """Take a part of a file; the last part sends it whole."""
        values = _members(url)
        growth = self._files.add(url, offset, chunk, size=int(values["size"]))
        if growth.whole:
            self._send_file(values, growth.whole)
        return growth.held

    def commit(self, remote_id: str, manifest: Manifest, key: str) -> Receipt:
        """Complete the dossier and put down what was answered."""
        values = {**self._values(manifest, key), "id": remote_id}
        reply = self._send(self._mapping.commit, values, _whole(manifest))
        answer = json_of(reply, _any_success(reply))
        if self._mapping.state is not None:
            _require_accepted(value_at(answer, self._mapping.state.field), self._mapping.state)
        pointer = self._mapping.receipt_no
        number = value_at(answer, pointer) if pointer else f"MS-{manifest.digest()[:12]}"
        text = reply.body.decode("utf-8", errors="replace")
        return self._statements.receipt(Answer("mapped", number, remote_id, text=text), manifest)

    def _values(self, manifest: Manifest, key: str) -> dict[str, str]:
        now = self._now()
        written = portal_time(now) if self._mapping.dates is Dates.PORTAL else _iso(now)
        return {
            "client_ref": manifest.client_ref,
            "dossier_code": manifest.dossier_code,
            "procedure_code": manifest.procedure_code,
            "station_id": manifest.station_id,
            "officer_id": manifest.officer_id,
            "revision": str(manifest.revision),
            "manifest_sha256": manifest.digest(),
            "key": key,
            "now": written,
        }

    def _address(self, values: dict[str, str], item: ManifestFile) -> str:
        """Everything that a restart needs to send this file."""
        of_file = {
            "file_id": item.id,
            "file_name": item.name,
            "media": item.media,
            "size": str(item.size),
            "sha256": item.sha256,
            "paper_code": item.paper_code,
        }
        text = json.dumps({**values, **of_file}, sort_keys=True, ensure_ascii=False)
        return _TOKEN_MARK + base64.urlsafe_b64encode(text.encode("utf-8")).decode("ascii")

    def _send(self, step: Step, values: dict[str, str], whole: dict[str, object]) -> Reply:
        body = filled_body({} if step.body is None else step.body, values, whole)
        data = json.dumps(body, ensure_ascii=False).encode("utf-8")
        return self._asked(step, values, data, "application/json")

    def _send_file(self, values: dict[str, str], data: bytes) -> None:
        step, media = self._mapping.file, values["media"]
        if step.form:
            boundary = "sohoa-" + hashlib.sha256(data).hexdigest()[:32]
            data = _form(step, values, data)
            media = f"multipart/form-data; boundary={boundary}"
        self._asked(step, values, data, media)

    def _asked(self, step: Step, values: dict[str, str], data: bytes, media: str) -> Reply:
        path = filled(step.path, values, lambda text: quote(text, safe=""))
        headers = {
            name: filled(value, values, lambda text: quote(text, safe=" -._:/"))
            for name, value in step.headers.items()
        }
        reply = send_whole(self._wire, step.method, path, data, {"Content-Type": media, **headers})
        self._require_success(step, reply)
        return reply

    def _require_success(self, step: Step, reply: Reply) -> None:
        match self._mapping.outcomes.get(reply.status):
            case Outcome.DONE:
                return
            case Outcome.LATER:
                raise ServerBusy(f"HTTP {reply.status}")
            case Outcome.NEVER:
                raise Rejected(f"HTTP {reply.status}")
            case Outcome.AGAIN:
                raise RemoteGone(f"HTTP {reply.status}")
            case Outcome.LOGIN:
                raise AuthRefused(f"HTTP {reply.status}")
            case None:
                pass
        success = step.success
        if reply.status not in success.status:
            raise failure_of(reply)
        if success.field:
            told = value_at(json_of(reply, success.status), success.field)
            if told not in success.equals:
                raise Rejected(told[:_MOST_WORDS])


def _whole(manifest: Manifest) -> dict[str, object]:
    return {
        "manifest": manifest.members(),
        "papers": list(submitted_papers(manifest)),
        "fields": manifest.fields,
    }


def _iso(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _any_success(reply: Reply) -> frozenset[int]:
    """The status was judged already; only the body is read now."""
    return frozenset({reply.status})


def _require_accepted(told: str, state: State) -> None:
    if told in state.accepted:
        return
    if told in state.rejected:
        raise Rejected(told[:_MOST_WORDS])
    raise ServerBusy("not accepted yet")


def _form(step: Step, values: dict[str, str], data: bytes) -> bytes:
    """The file as one part of a form. Source: RFC 7578."""
    boundary = b"sohoa-" + hashlib.sha256(data).hexdigest()[:32].encode("ascii")
    name, field = quote(values["file_name"], safe="._-"), quote(step.form, safe="._-")
    head = (
        f'Content-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        f"Content-Type: {values['media']}\r\n\r\n"
    ).encode("ascii")
    return b"--" + boundary + b"\r\n" + head + data + b"\r\n--" + boundary + b"--\r\n"


def _members(url: str) -> dict[str, str]:
    try:
        if not url.startswith(_TOKEN_MARK):
            raise ValueError("another way")
        members = json.loads(base64.urlsafe_b64decode(url.removeprefix(_TOKEN_MARK)))
        return {str(name): str(value) for name, value in members.items()}
    except (ValueError, AttributeError) as error:
        raise RemoteGone("upload address of another way of delivery") from error
