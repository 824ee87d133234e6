"""A software token (SoftHSM2) for demonstrations and tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pkcs11
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from pkcs11 import Attribute
from pkcs11 import exceptions as p11
from pkcs11.util import ec, rsa
from pkcs11.util.x509 import decode_x509_certificate

from signing.errors import ModuleMissing, TokenMissing, TrialSetupFailed
from signing.keys.cryptoki import Cryptoki
from signing.requests import Pkcs11Source
from signing.trial.authority import TrialKey

KNOWN_MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
)
_TIMEOUT_S = 30
_SO_PIN = "87654321"


@dataclass(frozen=True, slots=True)
class TrialStore:
    """A folder with SoftHSM2 tokens.

    Attributes:
        config: Configuration file; whoever opens a token of this store sets the environment
            variable SOFTHSM2_CONF to it before the library is loaded.
    """

    config: Path

    @property
    def environment(self) -> dict[str, str]:
        """Environment that SoftHSM2 needs."""
        return {"SOFTHSM2_CONF": str(self.config)}


def find_module(candidates: Sequence[Path] = KNOWN_MODULES) -> Path:
    """Find the SoftHSM2 library.

    Raises:
        ModuleMissing: It is at none of the places.
    """
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise ModuleMissing("SoftHSM2 is not installed")


def create_store(folder: Path) -> TrialStore:
    """Make an empty store.

    Raises:
        TrialSetupFailed: The folder cannot be written.
    """
    tokens = folder / "tokens"
    config = folder / "softhsm2.conf"
    try:
        tokens.mkdir(parents=True, exist_ok=True)
        config.write_text(
            f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n",
            "utf-8",
        )
    except OSError as error:
        raise TrialSetupFailed("the folder of the software token is not writable") from error
    return TrialStore(config)


def create_token(store: TrialStore, label: str, pin: str) -> None:
    """Make a token with the program `softhsm2-util`.

    Raises:
        TrialSetupFailed: The program is missing or refuses.
    """
    command = ["softhsm2-util", "--init-token", "--free", "--label", label]
    command += ["--so-pin", _SO_PIN, "--pin", pin]
    try:
        subprocess.run(
            command,
            env=store.environment,
            check=True,
            capture_output=True,
            timeout=_TIMEOUT_S,
        )
    except (OSError, subprocess.SubprocessError) as error:
        # Not chained: the message of the original would repeat the PIN.
        raise TrialSetupFailed(f"softhsm2-util failed ({type(error).__name__})") from None


def load_into_token(source: Pkcs11Source, pin: str, key: TrialKey, key_id: bytes = b"\x01") -> None:
    """Put a key with its certificate on a token.

    Args:
        source: Library and token; SOFTHSM2_CONF must be set in this process.
        pin: User PIN.
        key: Certificate and private key.
        key_id: CKA_ID that ties them together.

    Raises:
        TokenMissing: No such token.
        TrialSetupFailed: The token refuses.
    """
    try:
        with _writing(source.module) as library:
            token = library.get_token(token_label=source.token)
            with token.open(rw=True, user_pin=pin) as session:
                for template in _templates(key):
                    extra = {Attribute.ID: key_id, Attribute.TOKEN: True}
                    session.create_object({**template, **extra})
    except p11.NoSuchToken as error:
        raise TokenMissing("no token of that label") from error
    except p11.PKCS11Error as error:
        raise TrialSetupFailed(f"the token refuses ({type(error).__name__})") from error


@contextmanager
def _writing(module: Path) -> Iterator[Any]:  # Any: the compiled class has no useful type
    """Lend the library to the wrapper package, which wants to start and stop it itself."""
    Cryptoki(module).finalize()
    library = pkcs11.lib(str(module))
    try:
        yield library
    finally:
        library.finalize()


def _templates(key: TrialKey) -> list[dict[Attribute, object]]:
    """Describe private key, public key and certificate to the token."""
    public = key.private_key.public_key()
    private: dict[Attribute, object]
    if isinstance(key.private_key, EllipticCurvePrivateKey):
        pkcs8 = key.private_key.private_bytes(
            Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
        private = ec.decode_ec_private_key(pkcs8)
        spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        shown = ec.decode_ec_public_key(spki)
    else:
        private = rsa.decode_rsa_private_key(
            key.private_key.private_bytes(
                Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
            )
        )
        shown = rsa.decode_rsa_public_key(public.public_bytes(Encoding.DER, PublicFormat.PKCS1))
    guarded = {**private, Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
    certificate = decode_x509_certificate(key.certificate.public_bytes(Encoding.DER))
    return [guarded, dict(shown), dict(certificate)]
