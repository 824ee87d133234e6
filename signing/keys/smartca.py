"""Signers at a service of the SmartCA kind: digests go there, the signer confirms by telephone.

A request has our name from the beginning, so sending it again is harmless: a service knows it
and asks the signer once. That is what makes a lost answer, a restart or a power cut end in one
signature and not in two.

Source: the interface that public integrations of VNPT SmartCA show (get_certificate, sign,
status); its table of result codes is published with its SDK.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from signing.certificates import key_mechanisms, parse_certificate
from signing.errors import (
    ChoiceNeeded,
    RemoteAnswerBad,
    RemoteBusy,
    RemoteCancelled,
    RemoteCredentials,
    RemoteExpired,
    RemoteFailed,
    RemoteRefused,
    RemoteUnknown,
    RemoteUnreachable,
    RemoteUnsupported,
    SigningError,
)
from signing.identities import Mechanism
from signing.keys.remote import (
    HashItem,
    Keep,
    KeyAtService,
    Outcome,
    Pending,
    RemoteIdentity,
    RemoteRules,
    RemoteSecrets,
    Ticket,
    spoken,
)
from signing.keys.remote_calls import Answer, Service
from signing.keys.remote_values import all_items, read_certificates, read_value
from signing.requests import SmartCaSource

KIND = "smartca"
_REFUSED = frozenset({"REJECTED", "REJECT", "DENIED", "USER_REJECTED"})
_OVER = frozenset({"EXPIRED", "TIMEOUT", "CANCELLED", "CANCELED"})
# Result codes of the service: what each says about a request.
_ERRORS: Mapping[int, type[RemoteFailed]] = {
    1: RemoteRefused,
    401: RemoteCredentials,
    403: RemoteCredentials,
    404: RemoteUnknown,
    60000: RemoteUnknown,
    60001: RemoteUnknown,
    60002: RemoteUnknown,
    60003: RemoteRefused,
    62000: RemoteUnknown,
    62001: RemoteUnknown,
    62002: RemoteExpired,
    62010: RemoteUnsupported,
    63000: RemoteCredentials,
}
_EXISTS = frozenset({409, 64002})
_NO_CODE = -1
_LONGEST_WAIT_S = 24 * 3600


@dataclass(slots=True, repr=False)
class SmartCaKey(KeyAtService):
    """A key at a SmartCA service; see `signing.keys.remote.RemoteKey`."""

    _service: Service
    _secrets: RemoteSecrets
    _user: str = field(repr=False)
    _serial: str = ""
    _cancelled: set[str] = field(default_factory=set, repr=False)
    _sent_again: set[str] = field(default_factory=set, repr=False)

    @property
    def most_items(self) -> int:
        """Digests that one confirmation serves for."""
        return self._service.rules.most_items

    def begin(self, items: Sequence[HashItem], keep: Keep | None = None) -> Ticket:
        """Send digests to the signer's telephone; see `RemoteKey.begin`."""
        self._identity.check_items(items, self.most_items)
        ticket = self._identity.ticket(KIND, items, self._service.rules)
        if keep is not None:
            keep(ticket)
        try:
            sent = self._send(ticket)
        except RemoteUnreachable as error:
            if not error.sent:
                raise
            # It may have arrived. Asking for its state tells, asking to sign again does not.
            return ticket
        if keep is not None and sent != ticket:
            keep(sent)
        return sent

    def poll(self, ticket: Ticket) -> tuple[Outcome, ...]:
        """Ask for the values; see `RemoteKey.poll`.

        A request that never arrived is sent once more under its old name, within its time.
        """
        self._identity.check_ticket(ticket, KIND)
        if ticket.transaction in self._cancelled:
            return all_items(ticket, RemoteCancelled("taken back"))
        name = quote(ticket.service_transaction or ticket.transaction, safe="")
        answer = self._service.post(f"/v1/signatures/sign/{name}/status", {})
        try:
            part = _good(answer)
            # Some services say "success" of the question, not of the signature.
            if _has_values(part):
                return self._values(ticket, part)
            return all_items(ticket, self._waiting(ticket, part, _words(answer)))
        except RemoteUnknown as error:
            return all_items(ticket, self._not_there(ticket, error))
        except RemoteFailed as error:
            return all_items(ticket, error)

    def cancel(self, ticket: Ticket) -> None:
        """Use nothing of a request any more; see `RemoteKey.cancel`.

        The service has no call for it: the telephone may go on asking until its time is over.
        """
        self._cancelled.add(ticket.transaction)

    def close(self) -> None:
        """Forget every secret."""
        self._secrets.wipe()

    def _send(self, ticket: Ticket) -> Ticket:
        """Send a request under its name; one that is there already is not another one."""
        moment = ticket.begun_at.astimezone(UTC)
        body: dict[str, object] = {
            **_account(self._secrets, self._user),
            "transaction_id": ticket.transaction,
            "transaction_desc": self._service.rules.description,
            "serial_number": self._serial,
            "time_stamp": moment.strftime("%Y%m%d%H%M%SZ"),
            "sign_files": [
                {
                    "doc_id": item.id,
                    "file_type": "pdf",
                    "sign_type": "hash",
                    "data_to_be_signed": item.digest.hex(),
                }
                for item in ticket.items
            ],
        }
        answer = self._service.post("/v1/signatures/sign", body)
        if _code(answer) in _EXISTS:
            return ticket
        part = _good(answer)
        return _with_terms(ticket, part)

    def _not_there(self, ticket: Ticket, error: RemoteUnknown) -> Outcome:
        """Decide about a request that the service does not know."""
        rules = self._service.rules
        again = ticket.transaction in self._sent_again
        if again or ticket.service_transaction or rules.now() > ticket.expires_at:
            return error
        try:
            self._send(ticket)
        except (RemoteUnreachable, RemoteBusy):
            raise
        except RemoteFailed as refused:
            return refused
        self._sent_again.add(ticket.transaction)
        return Pending(ticket.expires_at, rules.poll_every_s)

    def _waiting(self, ticket: Ticket, part: Mapping[str, Any], words: str) -> Outcome:
        """Tell what a request without values is waiting for, if for anything."""
        if words in _REFUSED:
            return RemoteRefused("the signer refused")
        left = part.get("expired_in")
        no_time = isinstance(left, int) and not isinstance(left, bool) and left <= 0
        rules = self._service.rules
        if words in _OVER or no_time or rules.now() > ticket.expires_at:
            return RemoteExpired("nobody confirmed in time")
        return Pending(ticket.expires_at, rules.poll_every_s)

    def _values(self, ticket: Ticket, part: Mapping[str, Any]) -> tuple[Outcome, ...]:
        """Find the value of each digest by its name, and prove it."""
        found = part["signatures"]
        by_name = {
            one["doc_id"]: one.get("signature_value")
            for one in found
            if isinstance(one, dict) and isinstance(one.get("doc_id"), str)
        }
        if len(by_name) != len(found):
            raise RemoteAnswerBad("values that cannot be told apart")
        return tuple(self._value(item, by_name.get(item.id)) for item in ticket.items)

    def _value(self, item: HashItem, text: object) -> Outcome:
        """Read and prove one value; a bad one does not spoil the others."""
        try:
            return self._identity.proved(item, read_value(text))
        except RemoteAnswerBad as error:
            return error


def open_smartca(source: SmartCaSource, secrets: RemoteSecrets, rules: RemoteRules) -> SmartCaKey:
    """Read the signer's certificate; nobody's telephone rings.

    Args:
        source: Where it is.
        secrets: Account and password of the connected party. They belong to the key from now
            on and are wiped when this call fails.
        rules: How the service is reached.

    Raises:
        RemoteFailed: One of its subclasses says why.
        ChoiceNeeded: The signer has several certificates; the source names one by its serial.
    Runs on: the network lane.
    """
    service = Service(source.url, rules)
    try:
        body = {
            **_account(secrets, source.user),
            "transaction_id": rules.new_id(),
            "serial_number": source.serial,
        }
        answer = service.post("/v1/credentials/get_certificate", body)
        chosen = _chosen(_good(answer).get("user_certificates"), source, rules.now())
        certificate, *chain = read_certificates([chosen.get("cert_data"), *_above(chosen)])
        able = key_mechanisms(parse_certificate(certificate)) - {Mechanism.RSA_PSS}
        if not able:
            raise RemoteUnsupported("the key signs in no way that is known here")
    except SigningError:
        secrets.wipe()
        raise
    serial = chosen.get("serial_number")
    named = serial if isinstance(serial, str) else source.serial
    identity = RemoteIdentity(certificate, tuple(chain), able)
    return SmartCaKey(identity, service, secrets, source.user, named)


def _account(secrets: RemoteSecrets, user: str) -> dict[str, object]:
    """Say who asks and for whom."""
    if not secrets.password:
        raise RemoteCredentials("the password of the connected party is not held")
    return {
        "sp_id": secrets.account,
        "sp_password": spoken(secrets.password),
        "user_id": user,
    }


def _chosen(
    found: object, source: SmartCaSource, now: datetime
) -> Mapping[str, Any]:  # Any: JSON values are of any type
    """Choose a certificate: the one that is named, or the only one that is valid now.

    Raises:
        RemoteAnswerBad: The list cannot be read.
        RemoteUnknown: There is none.
        ChoiceNeeded: There are several.
    """
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise RemoteAnswerBad("no list of certificates")
    wanted = source.serial.lower().lstrip("0")
    named = [
        one
        for one in found
        if not wanted or str(one.get("serial_number", "")).lower().lstrip("0") == wanted
    ]
    valid = named if wanted else [one for one in named if _is_valid(one, now)]
    if not valid:
        raise RemoteUnknown(f"no valid certificate of {len(found)}")
    if len(valid) > 1:
        raise ChoiceNeeded(f"{len(valid)} certificates")
    return dict(valid[0])


def _is_valid(entry: Mapping[str, Any], now: datetime) -> bool:  # Any: see `_chosen`
    """Tell whether a certificate may be used as far as the service and its dates say."""
    if str(entry.get("cert_status_code", "VALID")).upper() != "VALID":
        return False
    certificate = parse_certificate(read_certificates([entry.get("cert_data")])[0])
    return bool(certificate.not_valid_before <= now <= certificate.not_valid_after)


def _above(entry: Mapping[str, Any]) -> list[object]:  # Any: see `_chosen`
    """Give the certificates of authorities that came with it."""
    chain = entry.get("chain_data")
    return [one for one in chain.values() if one] if isinstance(chain, dict) else []


def _code(answer: Answer) -> int:
    """Give the result code, which counts more than the status of HTTP."""
    code = answer.fields.get("status_code", answer.status)
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) < 10:
        return int(code)
    return code if type(code) is int else _NO_CODE


def _words(answer: Answer) -> str:
    """Give the state of a request as its message has it."""
    return answer.text("message").strip().upper().replace(" ", "_")


def _good(answer: Answer) -> Mapping[str, Any]:  # Any: JSON values are of any type
    """Give the content of an answer.

    Raises:
        RemoteFailed: It is a refusal; a subclass says of what kind.
    """
    code = _code(answer)
    if answer.is_good and code in (0, 200):
        return answer.part("data")
    raise _ERRORS.get(code, RemoteFailed)(f"result code {code}")


def _has_values(part: Mapping[str, Any]) -> bool:  # Any: JSON values are of any type
    """Tell whether an answer carries values, whatever its message says."""
    return isinstance(part.get("signatures"), list) and bool(part["signatures"])


def _with_terms(ticket: Ticket, part: Mapping[str, Any]) -> Ticket:  # Any: see `_has_values`
    """Add to a ticket what the service says about its request."""
    name, left = part.get("transaction_id"), part.get("expired_in")
    if isinstance(name, str) and name and name != ticket.transaction:
        ticket = replace(ticket, service_transaction=name)
    if isinstance(left, int) and not isinstance(left, bool) and 0 < left <= _LONGEST_WAIT_S:
        ticket = replace(ticket, expires_at=ticket.begun_at + timedelta(seconds=left))
    return ticket
