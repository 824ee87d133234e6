"""Credentials at a service of the Cloud Signature Consortium's interface, version 1.

`begin` obtains the consent (PIN, one-time code) for exactly these digests, `poll` fetches the
values. The consent itself is a secret of the service: it lives in this object and is not part of
a ticket, so after a restart the signer consents again and nothing was signed meanwhile.

Source: CSC API V1.0.4.0 (2019-06), clauses 11.1 to 11.11.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from signing.certificates import algorithm_of, key_mechanisms, parse_certificate
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
    RemoteIdentity,
    RemoteRules,
    RemoteSecrets,
    Ticket,
    spoken,
    wipe,
)
from signing.keys.remote_calls import Answer, Service
from signing.keys.remote_values import all_items, read_certificates, read_value
from signing.requests import CscSource

KIND = "csc"
_PATH = "/csc/v1/"
_SHA256 = "2.16.840.1.101.3.4.2.1"
_RSA, _RSA_SHA256, _RSA_PSS = (
    "1.2.840.113549.1.1.1",
    "1.2.840.113549.1.1.11",
    "1.2.840.113549.1.1.10",
)
_EC, _ECDSA_SHA256 = "1.2.840.10045.2.1", "1.2.840.10045.4.3.2"
# How each mechanism is called in a request, the one that says most first.
_NAMES = {
    Mechanism.RSA_PSS: (_RSA_PSS,),
    Mechanism.RSA_PKCS1: (_RSA_SHA256, _RSA),
    Mechanism.ECDSA: (_ECDSA_SHA256, _EC),
}
_NEEDED = ("credentials/info", "signatures/signHash")
_LONGEST_CONSENT_S = 3600
_PER_CALL = 25
_CREDENTIAL_ERRORS = frozenset({"invalid_pin", "invalid_otp", "invalid_client", "invalid_token"})
_REFUSALS = frozenset({"access_denied", "unauthorized_client", "authorization_denied"})


@dataclass(frozen=True, slots=True)
class CscCredential:
    """What a service says about a credential.

    Attributes:
        id: Its name.
        sign_names: How each mechanism is called there.
        most_items: Signatures that one consent serves for.
        wants_pin: A PIN belongs to the consent.
        wants_code: A one-time code belongs to it.
        sends_code: The service sends it when it is asked to; others come from a device.
    """

    id: str
    sign_names: Mapping[Mechanism, str]
    most_items: int
    wants_pin: bool
    wants_code: bool
    sends_code: bool = True


@dataclass(slots=True)
class _Consent:
    """A consent that is held, and the values that were fetched with it."""

    sad: bytearray = field(repr=False)
    values: list[Outcome] = field(default_factory=list)
    cancelled: bool = False


@dataclass(slots=True, repr=False)
class CscKey(KeyAtService):
    """A key at a CSC service; see `signing.keys.remote.RemoteKey`."""

    _service: Service
    _secrets: RemoteSecrets
    _credential: CscCredential
    _consents: dict[str, _Consent] = field(default_factory=dict, repr=False)

    @property
    def most_items(self) -> int:
        """Digests that one consent serves for."""
        return min(self._credential.most_items, self._service.rules.most_items)

    @property
    def wants_code(self) -> bool:
        """A fresh one-time code is needed for each request."""
        return self._credential.wants_code

    def send_code(self) -> None:
        """Ask the service to send a one-time code to the signer, unless a device makes them.

        Raises:
            RemoteFailed: It does not.
        """
        if not self._credential.sends_code:
            return
        _call(self._service, "credentials/sendOTP", self._named({}), self._secrets)

    def give_code(self, code: bytearray) -> None:
        """Take the one-time code that the signer typed; the given bytes are wiped."""
        wipe(self._secrets.code)
        self._secrets.code.extend(code)
        wipe(code)

    def begin(self, items: Sequence[HashItem], keep: Keep | None = None) -> Ticket:
        """Obtain the consent for these digests; see `RemoteKey.begin`.

        A PIN or code that was not accepted is forgotten at once: nobody tries it again.
        """
        self._identity.check_items(items, self.most_items)
        rules = self._service.rules
        ticket = self._identity.ticket(KIND, items, rules)
        if keep is not None:
            keep(ticket)
        answer = self._authorize(ticket)
        sad = answer.text("SAD")
        if not sad:
            raise RemoteAnswerBad("a consent without its data")
        self._consents[ticket.transaction] = _Consent(bytearray(sad, "utf-8"))
        lasts = answer.fields.get("expiresIn", _LONGEST_CONSENT_S)
        if type(lasts) is int and 0 < lasts <= _LONGEST_CONSENT_S:
            ends = min(ticket.expires_at, ticket.begun_at + timedelta(seconds=lasts))
            ticket = replace(ticket, expires_at=ends)
            if keep is not None:
                keep(ticket)
        return ticket

    def poll(self, ticket: Ticket) -> tuple[Outcome, ...]:
        """Fetch the values; see `RemoteKey.poll`."""
        self._identity.check_ticket(ticket, KIND)
        consent = self._consents.get(ticket.transaction)
        if consent is None:
            return all_items(ticket, RemoteExpired("the consent is not held any more"))
        if consent.cancelled:
            return all_items(ticket, RemoteCancelled("taken back"))
        try:
            while len(consent.values) < len(ticket.items):
                if self._service.rules.now() > ticket.expires_at:
                    raise RemoteExpired("the consent is over")
                self._fetch(ticket, consent)
        except (RemoteUnreachable, RemoteBusy):
            raise
        except RemoteFailed as error:
            missing = len(ticket.items) - len(consent.values)
            consent.values.extend(error for _ in range(missing))
        wipe(consent.sad)
        return tuple(consent.values)

    def cancel(self, ticket: Ticket) -> None:
        """Forget the consent; see `RemoteKey.cancel`."""
        consent = self._consents.setdefault(ticket.transaction, _Consent(bytearray()))
        wipe(consent.sad)
        consent.cancelled = True

    def close(self) -> None:
        """Forget every secret."""
        for consent in self._consents.values():
            wipe(consent.sad)
        self._consents.clear()
        self._secrets.wipe()

    def _authorize(self, ticket: Ticket) -> Answer:
        """Obtain a consent that is bound to the digests."""
        body: dict[str, object] = {
            "numSignatures": len(ticket.items),
            "hash": _hashes(ticket.items),
            "description": self._service.rules.description,
        }
        secrets = self._secrets
        if self._credential.wants_pin:
            if not secrets.pin:
                raise RemoteCredentials("the PIN is not held")
            body["PIN"] = spoken(secrets.pin)
        if self._credential.wants_code:
            if not secrets.code:
                raise RemoteCredentials("the one-time code is not held")
            body["OTP"] = spoken(secrets.code)
        try:
            return _call(self._service, "credentials/authorize", self._named(body), secrets)
        except RemoteCredentials:
            wipe(secrets.pin)
            raise
        finally:
            wipe(secrets.code)

    def _fetch(self, ticket: Ticket, consent: _Consent) -> None:
        """Fetch the values of the next digests, and prove them."""
        done = len(consent.values)
        items = ticket.items[done : done + _PER_CALL]
        if done:
            self._extend(items, consent)
        mechanism = items[0].mechanism
        body: dict[str, object] = {
            "SAD": consent.sad.decode("utf-8"),
            "hash": _hashes(items),
            "hashAlgo": _SHA256,
            "signAlgo": self._credential.sign_names[mechanism],
        }
        if mechanism is Mechanism.RSA_PSS:
            parameters = algorithm_of(mechanism)["parameters"].dump()
            body["signAlgoParams"] = base64.b64encode(parameters).decode("ascii")
        answer = _call(self._service, "signatures/signHash", self._named(body), self._secrets)
        values = answer.fields.get("signatures")
        if not isinstance(values, list) or len(values) != len(items):
            raise RemoteAnswerBad("not one value for each digest")
        consent.values.extend(
            self._proved(item, text) for item, text in zip(items, values, strict=True)
        )

    def _proved(self, item: HashItem, text: object) -> bytes | RemoteAnswerBad:
        """Read and prove one value; a bad one does not spoil the others."""
        try:
            return self._identity.proved(item, read_value(text))
        except RemoteAnswerBad as error:
            return error

    def _extend(self, items: Sequence[HashItem], consent: _Consent) -> None:
        """Have the consent go on for the next digests; a consent serves for one call."""
        body: dict[str, object] = {"hash": _hashes(items), "SAD": consent.sad.decode("utf-8")}
        path = "credentials/extendTransaction"
        sad = _call(self._service, path, self._named(body), self._secrets).text("SAD")
        if not sad:
            raise RemoteAnswerBad("a consent without its data")
        wipe(consent.sad)
        consent.sad.extend(sad.encode("utf-8"))

    def _named(self, body: Mapping[str, object]) -> dict[str, object]:
        """Add the credential to a question."""
        return {"credentialID": self._credential.id, **body}


def open_csc(source: CscSource, secrets: RemoteSecrets, rules: RemoteRules) -> CscKey:
    """Sign in and read the credential; no signature is asked for.

    Args:
        source: Where it is.
        secrets: Bearer token, or account with password; PIN as the credential wants it. They
            belong to the key from now on and are wiped when this call fails.
        rules: How the service is reached.

    Raises:
        RemoteFailed: One of its subclasses says why.
        ChoiceNeeded: The account has several credentials.
    Runs on: the network lane.
    """
    service = Service(source.url, rules)
    try:
        _check_service(_call(service, "info", {}, RemoteSecrets()))
        if not secrets.bearer:
            _sign_in(service, secrets)
        name = source.credential or _only_credential(service, secrets)
        body = {"credentialID": name, "certificates": "chain", "certInfo": False, "authInfo": True}
        answer = _call(service, "credentials/info", body, secrets)
        identity, credential = _read_credential(name, answer)
    except SigningError:
        secrets.wipe()
        raise
    return CscKey(identity, service, secrets, credential)


def check_csc(source: CscSource, rules: RemoteRules) -> None:
    """See whether a service answers and signs digests; no secret is sent.

    Raises:
        RemoteFailed: One of its subclasses says why.
    Runs on: the network lane.
    """
    _check_service(_call(Service(source.url, rules), "info", {}, RemoteSecrets()))


def _check_service(info: Answer) -> None:
    """Refuse a service that lacks what is needed; one that lists nothing may have it."""
    methods = info.fields.get("methods")
    if isinstance(methods, list) and not set(_NEEDED) <= {str(one) for one in methods}:
        raise RemoteUnsupported("the service signs no digests")


def _sign_in(service: Service, secrets: RemoteSecrets) -> None:
    """Exchange account and password for an access token; they are used once."""
    if not secrets.password:
        raise RemoteCredentials("neither an access token nor a password is held")
    pair = f"{secrets.account}:{spoken(secrets.password)}".encode()
    header = f"Basic {base64.b64encode(pair).decode('ascii')}"
    try:
        answer = service.post(f"{_PATH}auth/login", {"rememberMe": False}, authorization=header)
    finally:
        wipe(secrets.password)
    token = _good(answer, signing_in=True).text("access_token")
    if not token or not token.isascii() or not token.isprintable():
        raise RemoteAnswerBad("signed in without an access token")
    secrets.bearer.extend(token.encode("ascii"))


def _only_credential(service: Service, secrets: RemoteSecrets) -> str:
    """Find the one credential of the account."""
    names = _call(service, "credentials/list", {}, secrets).fields.get("credentialIDs")
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        raise RemoteAnswerBad("no list of credentials")
    if not names:
        raise RemoteUnknown("the account has no credential")
    if len(names) > 1:
        raise ChoiceNeeded(f"{len(names)} credentials")
    return str(names[0])


def _read_credential(name: str, answer: Answer) -> tuple[RemoteIdentity, CscCredential]:
    """Read what the service says about a credential.

    Raises:
        RemoteAnswerBad: It cannot be read.
        RemoteRefused: The key is disabled.
        RemoteUnsupported: The consent is given in a browser, or no mechanism fits.
    """
    key, auth = answer.part("key"), answer.text("authMode") or "implicit"
    if key.get("status", "enabled") != "enabled":
        raise RemoteRefused("the key is disabled")
    if auth not in ("implicit", "explicit"):
        raise RemoteUnsupported("the consent is given in a browser")
    certificates = read_certificates(answer.part("cert").get("certificates"))
    if not certificates:
        raise RemoteUnknown("the credential has no certificate")
    able = key_mechanisms(parse_certificate(certificates[0]))
    names = _sign_names(key.get("algo"))
    mechanisms = frozenset(names) & able
    if not mechanisms:
        raise RemoteUnsupported("the key signs in no way that is known here")
    explicit = auth == "explicit"
    credential = CscCredential(
        id=name,
        sign_names=names,
        most_items=_most(answer.fields.get("multisign")),
        wants_pin=explicit and _is_wanted(answer.part("PIN")),
        wants_code=explicit and _is_wanted(answer.part("OTP")),
        sends_code=answer.part("OTP").get("type") != "offline",
    )
    return RemoteIdentity(certificates[0], certificates[1:], mechanisms), credential


def _sign_names(algorithms: object) -> dict[Mechanism, str]:
    """Find out how each mechanism is called."""
    if not isinstance(algorithms, list):
        raise RemoteAnswerBad("no list of algorithms")
    return {
        mechanism: next(name for name in names if name in algorithms)
        for mechanism, names in _NAMES.items()
        if any(name in algorithms for name in names)
    }


def _most(multisign: object) -> int:
    """Read how many signatures one consent serves for."""
    if type(multisign) is not int or multisign < 1:
        raise RemoteAnswerBad("no number of signatures for one consent")
    return multisign


def _is_wanted(part: Mapping[str, Any]) -> bool:  # Any: JSON values are of any type
    """Tell whether a PIN or code belongs to a consent; "optional" ones are left out."""
    return part.get("presence") == "true" or part.get("presence") is True


def _call(
    service: Service, path: str, body: Mapping[str, object], secrets: RemoteSecrets
) -> Answer:
    """Send one question with the access token.

    Raises:
        RemoteFailed: The service did not do it; a subclass says why.
    """
    header = f"Bearer {spoken(secrets.bearer)}" if secrets.bearer else ""
    return _good(service.post(_PATH + path, body, authorization=header))


def _good(answer: Answer, *, signing_in: bool = False) -> Answer:
    """Name a refusal by what it is about.

    Raises:
        RemoteFailed: The answer is a refusal.
    """
    if answer.is_good:
        return answer
    error, words = answer.text("error"), answer.text("error_description").upper()
    detail = f"HTTP status {answer.status}"
    about = {word for word in ("PIN", "OTP", "SAD", "CREDENTIALID") if word in words}
    if answer.status == 401 or error in _CREDENTIAL_ERRORS or signing_in or about & {"PIN", "OTP"}:
        raise RemoteCredentials(detail)
    if "SAD" in about:
        raise RemoteExpired(detail)
    if "CREDENTIALID" in about or answer.status == 404:
        raise RemoteUnknown(detail)
    if answer.status == 403 or error in _REFUSALS:
        raise RemoteRefused(detail)
    raise RemoteFailed(detail)


def _hashes(items: Sequence[HashItem]) -> list[str]:
    """Write digests the way requests have them."""
    return [base64.b64encode(item.digest).decode("ascii") for item in items]
