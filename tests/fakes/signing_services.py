"""Signing services on this machine: CSC version 1 and the SmartCA kind, with manners to choose.

They hold real keys and sign real digests; what makes them fakes is that a test plays the signer.
"""

from __future__ import annotations

import base64
import hashlib
import json
import ssl
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from signing.trial.authority import TrialKey
from tests.fakes.loopback_web import LoopbackWeb, QuietHandler

Fields = dict[str, Any]
Reply = tuple[int, Any]
_DIGEST = SHA256()


def sign_digest(key: TrialKey, digest: bytes, *, pss: bool = False) -> bytes:
    """Sign a digest the way a service's own machine does."""
    private = key.private_key
    if isinstance(private, EllipticCurvePrivateKey):
        return private.sign(digest, ECDSA(Prehashed(_DIGEST)))
    padding = PSS(MGF1(_DIGEST), _DIGEST.digest_size) if pss else PKCS1v15()
    return private.sign(digest, padding, Prehashed(_DIGEST))


def as_text(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def certificate_text(key: TrialKey) -> str:
    return as_text(key.certificate.public_bytes(Encoding.DER))


class JsonService(LoopbackWeb, ABC):
    """Answers questions in JSON on a loopback port.

    Attributes:
        asked: Path and body of every question.
        answers: By path; used before `reply`, once each: a status with a body, or raw bytes.
        drop_after: Paths whose next answer is lost after the question was worked on.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, Fields]] = []
        self.headers: list[str] = []
        self.answers: dict[str, list[Reply]] = {}
        self.drop_after: list[str] = []
        self._scheme = "http"
        self._lock = threading.Lock()
        service = self

        class Handler(QuietHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                body = json.loads(self.rfile.read(length) or b"{}")
                with service._lock:
                    service.asked.append((self.path, body))
                    service.headers.append(self.headers.get("Authorization", ""))
                    status, fields = service.answer(self.path, body)
                    if self.path in service.drop_after:
                        service.drop_after.remove(self.path)
                        self.close_connection = True
                        return
                content = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                if status in (301, 302, 307):
                    self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()
                self.wfile.write(content)

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    # The other side went away, most often because it trusts nobody here.
                    self.close_connection = True

        super().__init__(Handler)

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    def protect(self, context: ssl.SSLContext) -> None:
        """Serve over TLS; before it is started."""
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self._scheme = "https"

    def answer(self, path: str, body: Fields) -> Reply:
        waiting = self.answers.get(path)
        return waiting.pop(0) if waiting else self.reply(path, body)

    @abstractmethod
    def reply(self, path: str, body: Fields) -> Reply:
        """Answer a request that no test has given another answer to."""

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


def refusal(error: str, words: str = "", status: int = 400) -> Reply:
    return status, {"error": error, "error_description": words}


@dataclass
class CscAccount:
    """What a CSC service knows about its one account.

    Attributes:
        key: The credential's key.
        chain: Certificates above it.
    """

    key: TrialKey
    chain: list[TrialKey] = field(default_factory=list)
    user: str = "canbo"
    password: str = "mật khẩu"
    credentials: list[str] = field(default_factory=lambda: ["CRED-1"])
    algorithms: list[str] = field(default_factory=list)
    mode: str = "explicit"
    pin: str = "13572468"
    code: str = ""
    multisign: int = 100
    tries: int = 3


class CscService(JsonService):
    """CSC API version 1, as far as signing digests goes."""

    def __init__(self, account: CscAccount) -> None:
        super().__init__()
        self.account = account
        self.consents: dict[str, list[str]] = {}
        self.allowed: dict[str, int] = {}
        self.forge: Callable[[bytes], bytes] = lambda value: value
        self.spent: set[str] = set()
        self.mixed_up = False
        self.signed = 0
        self._count = 0

    def reply(self, path: str, body: Fields) -> Reply:
        name = path.removeprefix("/csc/v1/")
        if name == "info":
            return 200, {
                "specs": "1.0.4.0",
                "authType": ["basic", "oauth2code"],
                "methods": ["auth/login", "credentials/info", "signatures/signHash"],
            }
        if name == "auth/login":
            return self._login()
        if self.headers[-1] != "Bearer the-token":
            return refusal("invalid_token", status=401)
        steps = {
            "credentials/list": self._list,
            "credentials/info": self._info,
            "credentials/sendOTP": lambda _: (204, b""),
            "credentials/authorize": self._authorize,
            "credentials/extendTransaction": self._extend,
            "signatures/signHash": self._sign,
        }
        step = steps.get(name)
        return (404, {}) if step is None else step(body)

    def _login(self) -> Reply:
        pair = f"{self.account.user}:{self.account.password}".encode()
        if self.headers[-1] != f"Basic {as_text(pair)}":
            return refusal("authentication_error", "An error occurred", 401)
        return 200, {"access_token": "the-token", "expires_in": 3600}

    def _list(self, _: Fields) -> Reply:
        return 200, {"credentialIDs": self.account.credentials}

    def _info(self, body: Fields) -> Reply:
        if body["credentialID"] not in self.account.credentials:
            return refusal("invalid_request", "Invalid parameter credentialID")
        account = self.account
        ec = isinstance(account.key.private_key, EllipticCurvePrivateKey)
        usual = ["1.2.840.10045.4.3.2"] if ec else ["1.2.840.113549.1.1.10", "1.2.840.113549.1.1.1"]
        return 200, {
            "key": {"status": "enabled", "algo": account.algorithms or usual, "len": 2048},
            "cert": {
                "status": "valid",
                "certificates": [certificate_text(one) for one in (account.key, *account.chain)],
            },
            "authMode": account.mode,
            "SCAL": "2",
            "PIN": {"presence": "true" if account.pin else "false"},
            "OTP": {"presence": "true" if account.code else "false", "type": "online"},
            "multisign": account.multisign,
        }

    def _authorize(self, body: Fields) -> Reply:
        account = self.account
        if body["numSignatures"] != len(body["hash"]) or len(body["hash"]) > account.multisign:
            return refusal("invalid_request", "Invalid parameter numSignatures")
        if account.mode == "explicit":
            if account.pin and body.get("PIN") != account.pin:
                account.tries -= 1
                return refusal("invalid_pin", "The PIN is invalid")
            if account.code and body.get("OTP") != account.code:
                return refusal("invalid_otp", "The OTP is invalid")
        return 200, {"SAD": self._consent(body["hash"], body["numSignatures"]), "expiresIn": 300}

    def _extend(self, body: Fields) -> Reply:
        left = self.allowed.pop(body["SAD"], 0)
        bound = self.consents.pop(body["SAD"], [])
        if left < len(body["hash"]) or not set(body["hash"]) <= set(bound):
            return refusal("invalid_request", "Invalid parameter SAD")
        return 200, {"SAD": self._consent(bound, left), "expiresIn": 300}

    def _consent(self, hashes: list[str], left: int) -> str:
        self._count += 1
        name = f"sad-{self._count}"
        self.consents[name], self.allowed[name] = hashes, left
        return name

    def _sign(self, body: Fields) -> Reply:
        sad = body["SAD"]
        if sad in self.spent or not set(body["hash"]) <= set(self.consents.get(sad, [])):
            return refusal("invalid_request", "Invalid parameter SAD")
        if body["hashAlgo"] != "2.16.840.1.101.3.4.2.1":
            return refusal("invalid_request", "Invalid parameter hashAlgo")
        pss = body["signAlgo"] == "1.2.840.113549.1.1.10"
        if pss and "signAlgoParams" not in body:
            return refusal("invalid_request", "Missing parameter signAlgoParams")
        self.spent.add(sad)
        self.allowed[sad] -= len(body["hash"])
        self.signed += len(body["hash"])
        values = [
            sign_digest(self.account.key, base64.b64decode(one), pss=pss) for one in body["hash"]
        ]
        texts = [as_text(self.forge(value)) for value in values]
        return 200, {"signatures": texts[::-1] if self.mixed_up else texts}


@dataclass
class SmartCaRequest:
    """One request on its way to a telephone."""

    files: list[Fields]
    state: str = "WAITING_FOR_SIGNER_CONFIRMATION"
    signatures: list[Fields] = field(default_factory=list)


class SmartCaService(JsonService):
    """The SmartCA kind: certificates, requests by their own name, states."""

    def __init__(self, keys: list[TrialKey]) -> None:
        super().__init__()
        self.keys = keys
        self.requests: dict[str, SmartCaRequest] = {}
        self.own_names = False
        self.confirm_at_once = False
        self.forge: Callable[[bytes], bytes] = lambda value: value
        self.signed = 0
        self.expires_in = 300

    def reply(self, path: str, body: Fields) -> Reply:
        if path == "/v1/credentials/get_certificate":
            return self._certificates(body)
        if path == "/v1/signatures/sign":
            return self._sign(body)
        name = path.removeprefix("/v1/signatures/sign/").removesuffix("/status")
        return self._status(name)

    def confirm(self) -> None:
        """The signer says yes on the telephone to whatever waits."""
        for request in self.requests.values():
            if request.state.startswith("WAITING"):
                request.state = "SUCCESS"
                self.signed += len(request.files)
                request.signatures = [self._signature(one) for one in request.files]

    def settle(self, state: str) -> None:
        """Whatever waits gets another state."""
        for request in self.requests.values():
            request.state = state

    def _certificates(self, body: Fields) -> Reply:
        if (body["sp_id"], body["sp_password"]) != ("ben-thu", "bí mật"):
            return 200, {"status_code": 403, "message": "sp invalid", "data": None}
        if body["user_id"] != "012345678901":
            return 200, {"status_code": 60000, "message": "Credential not exist", "data": None}
        found = [
            {
                "cert_id": str(number),
                "serial_number": f"{key.certificate.serial_number:x}",
                "cert_status_code": "VALID",
                "cert_data": certificate_text(key),
            }
            for number, key in enumerate(self.keys)
        ]
        return self._ok({"user_certificates": found})

    def _sign(self, body: Fields) -> Reply:
        name = body["transaction_id"]
        if name in self.requests:
            return 200, {"status_code": 64002, "message": "transaction exist", "data": None}
        self.requests[name] = SmartCaRequest(body["sign_files"])
        if self.confirm_at_once:
            self.confirm()
        shown = f"sca-{len(self.requests)}" if self.own_names else name
        if self.own_names:
            self.requests[shown] = self.requests.pop(name)
        return self._ok({"transaction_id": shown, "expired_in": self.expires_in})

    def _status(self, name: str) -> Reply:
        request = self.requests.get(name)
        if request is None:
            return 200, {"status_code": 62000, "message": "not found", "data": None}
        part = {"transaction_id": name, "expired_in": 200, "signatures": request.signatures}
        return 200, {"status_code": 200, "message": request.state, "data": part}

    def _signature(self, file: Fields) -> Fields:
        digest = bytes.fromhex(file["data_to_be_signed"])
        assert len(digest) == hashlib.sha256().digest_size
        value = self.forge(sign_digest(self.keys[0], digest))
        return {"doc_id": file["doc_id"], "signature_value": as_text(value)}

    @staticmethod
    def _ok(part: Fields) -> Reply:
        return 200, {"status_code": 200, "message": "SUCCESS", "data": part}
