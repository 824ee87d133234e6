"""Tokens as a key host of the station: one watched process per PKCS#11 library.

A library is loaded only after a person has allowed it: once, by its path and digest. What was
allowed is remembered in the station's folder, and another file under its name is refused.
"""

from __future__ import annotations

import os
import platform
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.resources import files
from pathlib import Path

from app.errors import Advice, LibraryError
from app.services.key_host import KeyIdentity, SecretKind
from app.services.token_door import ModuleQuestion, TokenLibrary
from app.services.workers import library_errors
from app.token_host import Notice, SessionEnded, TokenHost, TokensChanged
from signing.errors import ModuleUnknown, PinNeeded
from signing.identities import Mechanism, TokenCertificate, TokenState
from signing.keys.module_trust import (
    AllowedModule,
    ModuleFile,
    Rules,
    describe,
    judge,
    list_folders,
    own_users,
    read_allowed,
    write_allowed,
)
from signing.keys.modules import ModuleCatalogue, System, find_modules, read_catalogue
from signing.requests import KeySource, Pkcs11Source

_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "SOFTHSM2_CONF", "PYTHONPATH", "SYSTEMROOT")
"""Variables that drivers and the interpreter need; nothing else reaches the process."""

ALLOWED_DIGESTS = "SOHOA_ALLOWED_MODULES"
"""Variable with digests of libraries that an administrator has looked at, separated by spaces;
for machines without a window."""


def shipped_catalogue() -> ModuleCatalogue:
    """What the program knows about libraries.

    Raises:
        BadModuleCatalogue: The resource is damaged.
    """
    file = files("resources").joinpath("signing", "modules.json")
    return read_catalogue(file.read_text("utf-8"))


def token_libraries(catalogue: ModuleCatalogue) -> tuple[TokenLibrary, ...]:
    """Known libraries in the folders where they are put, the likeliest first; each file once."""
    listing = list_folders(catalogue.looked_in[_system()])
    found: dict[Path, TokenLibrary] = {}
    for one in find_modules(catalogue, listing, _system()):
        path = Path(one.path)
        found.setdefault(path.resolve(), TokenLibrary(str(path), one.maker))
    return tuple(found.values())


@dataclass(slots=True)
class TokenKeys:
    """Hosts by library, started when first asked for; see `key_host.KeyHost` and `TokenDoor`.

    A host holds one login. Where a person and an agency sign with tokens of the same library, the
    second key gets a process of its own until everything is locked.

    Attributes:
        allowed_file: Remembers which libraries may be loaded.
        environment: Of this process.
        catalogue: Which folders libraries may lie in, and whose they are.
    """

    allowed_file: Path
    environment: Mapping[str, str]
    catalogue: ModuleCatalogue = field(default_factory=shipped_catalogue)
    _hosts: dict[Path, TokenHost] = field(default_factory=dict)
    _holders: dict[str, TokenHost] = field(default_factory=dict)
    _listeners: list[Callable[[Notice], None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def secret_kind(self, source: str) -> SecretKind:
        """The PIN; a reader with a keypad of its own takes an empty one."""
        return SecretKind.PIN

    def unlock(self, source: str, pin: bytearray) -> KeyIdentity:
        """Log in once; the PIN goes to the process of the library and is wiped here."""
        try:
            with library_errors():
                token = _token_source(source)
                found = self._holder_for(source, token).unlock(token, pin)
                return KeyIdentity(found.certificate, found.chain, found.mechanisms, found.summary)
        finally:
            pin[:] = bytes(len(pin))

    def sign(self, source: str, data: bytes, mechanism: Mechanism) -> bytes:
        """Make one value with the very key that was unlocked for this source."""
        with library_errors():
            with self._lock:
                holder = self._holders.get(source)
            if holder is None:
                raise PinNeeded("this key is not unlocked")
            return holder.sign(data, mechanism)

    def lock(self) -> None:
        """Let every process forget its PIN; one that fails does not keep the others."""
        with self._lock:
            hosts, further = list(self._hosts.values()), self._take_further()
        with library_errors(), ExitStack() as stack:
            for host in further:
                stack.callback(host.close)
            for host in hosts:
                stack.callback(host.lock)

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            hosts = [*self._take_further(), *self._hosts.values()]
            self._hosts = {}
        for host in hosts:
            host.close()

    def libraries(self) -> tuple[TokenLibrary, ...]:
        """Known libraries on this machine; none is loaded."""
        return token_libraries(self.catalogue)

    def devices(self, source: str) -> tuple[TokenState, ...]:
        """All tokens of the library of a source."""
        with library_errors():
            return self.host_of(_token_source(source).module).devices()

    def certificates(self, source: str) -> tuple[TokenCertificate, ...]:
        """Certificates of the token of a source."""
        with library_errors():
            token = _token_source(source)
            return self.host_of(token.module).certificates(token.token)

    def question(self, source: str) -> ModuleQuestion:
        """Path, maker and digest of a library, for the person who is asked."""
        with library_errors():
            module = _token_source(source).module
            file = describe(module)
        return ModuleQuestion(str(file.path), self._maker(module, file), file.sha256)

    def allow(self, question: ModuleQuestion) -> None:
        """Remember that a person allows a library; `host_of` looks at the file again."""
        with library_errors(), self._lock:
            self._remember(question.path, question.sha256)

    def listen(self, listener: Callable[[Notice], None]) -> None:
        """Tell `listener` what happens to tokens by itself, from threads of the hosts."""
        self._listeners.append(listener)

    def host_of(self, module: Path) -> TokenHost:
        """The watched process of a library.

        Raises:
            ModuleUnknown: Nobody has allowed it yet; ask a person (`question`, `allow`).
            ModuleRefused, ModuleMissing: It may not be loaded.
        """
        with self._lock:
            if module not in self._hosts:
                tell = partial(self._tell_of, module)
                host = TokenHost(self._allowed(module), self._passed_on(), notice=tell)
                host.start()
                self._hosts[module] = host
            return self._hosts[module]

    def _holder_for(self, source: str, token: Pkcs11Source) -> TokenHost:
        """The process that is to hold the login of a key, free of other keys."""
        watched = self.host_of(token.module)
        with self._lock:
            if source not in self._holders:
                is_free = watched not in self._holders.values()
                self._holders[source] = watched if is_free else self._further(token.module)
            return self._holders[source]

    def _further(self, module: Path) -> TokenHost:
        """One more process of a library; only what ends its login is told."""

        def tell(notice: Notice) -> None:
            if isinstance(notice, SessionEnded):
                self._tell(notice)

        return TokenHost(self._allowed(module), self._passed_on(), notice=tell)

    def _take_further(self) -> list[TokenHost]:
        """Forget who holds what; gives the processes that nothing else needs."""
        held, self._holders = list(self._holders.values()), {}
        return [host for host in held if host not in self._hosts.values()]

    def _allowed(self, module: Path) -> AllowedModule:
        file = describe(module)
        folders = self.catalogue.folders[_system()]
        rules = Rules(folders, platform.machine(), own_users())
        try:
            return judge(file, rules, read_allowed(self.allowed_file))
        except ModuleUnknown:
            if file.sha256 not in self.environment.get(ALLOWED_DIGESTS, "").split():
                raise
            self._remember(str(file.path), file.sha256)
            return judge(file, rules, read_allowed(self.allowed_file))

    def _remember(self, path: str, sha256: str) -> None:
        self.allowed_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_allowed(self.allowed_file, {**read_allowed(self.allowed_file), path: sha256})

    def _maker(self, module: Path, file: ModuleFile) -> str:
        listing = {module.parent: (module.name,), file.path.parent: (file.path.name,)}
        found = find_modules(self.catalogue, listing, _system())
        return found[0].maker if found else ""

    def _tell_of(self, module: Path, notice: Notice) -> None:
        """Say which library a notice is about: each shows its own tokens alone."""
        if isinstance(notice, TokensChanged):
            notice = replace(notice, module=str(module))
        self._tell(notice)

    def _tell(self, notice: Notice) -> None:
        for listener in tuple(self._listeners):
            listener(notice)

    def _passed_on(self) -> dict[str, str]:
        names = (*_PASSED_ON, *(name for name in self.environment if name.startswith("PCSC")))
        found = {name: self.environment[name] for name in names if name in self.environment}
        return {"PATH": os.defpath, **found}


def _system() -> System:
    return System.WINDOWS if sys.platform == "win32" else System.LINUX


def _token_source(source: str) -> Pkcs11Source:
    parsed = KeySource.parse(source)
    if not isinstance(parsed, Pkcs11Source):
        raise LibraryError("key.bad_source", Advice.USER_ACTION, "not a token")
    return parsed
