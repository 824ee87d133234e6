"""Where dossiers go and papers come from: processing system, its line, store of documents."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap.clock import utc_now
from app.catalog.keeper import StationCatalog
from app.errors import StationError, WrongUse
from app.province.base import ProcessingSystem
from app.province.documents import DocumentStore, NoDocuments
from app.province.late_intake import LateIntake
from app.province.offline import OfflineOnly
from app.services.receipt_check import ReceiptKeys
from app.settings import Settings

if TYPE_CHECKING:
    from app.province.device_login import DeviceLogin
    from app.province.pinning import LineSecurity, PinnedIntake
    from app.province.receipts import Jwks
    from app.province.tokens import TokenSource

log = logging.getLogger(__name__)


def open_system(settings: Settings, keeper: StationCatalog) -> ProcessingSystem:
    """The processing system of the settings; a wrong setting never keeps the station shut."""
    other_way = settings.delivery != "intake"
    if not other_way:
        return LateIntake(partial(_intake, settings)) if settings.server_url else OfflineOnly()
    try:
        return _other_way(settings, keeper)
    except StationError as error:
        log.error("processing system cannot be used: %s", error.detail)
        return OfflineOnly(error.detail)


def station_login(settings: Settings) -> DeviceLogin:
    """Login of the station at the province's login service."""
    from app.province.device_login import Client, DeviceLogin

    security = line_security(settings)
    return DeviceLogin(
        Client(settings.login_url, settings.login_client_id, settings.login_scope),
        settings.data_dir / "server-login.json",
        tls=security.context(),
        proxy=security.proxy,
    )


def open_documents(settings: Settings) -> DocumentStore:
    """The store of digitized papers; a wrong setting never keeps the station shut."""
    if not settings.documents_url:
        return NoDocuments()
    from app.province.documents_api import DocumentsClient

    try:
        return DocumentsClient(
            settings.documents_url,
            token=secret_of(settings.documents_token_file),
            ca_file=settings.server_ca_file,
        )
    except StationError as error:
        log.error("store of digitized papers cannot be used: %s", error.detail)
        return NoDocuments(error.detail)


def receipt_keys(settings: Settings) -> ReceiptKeys:
    """Public keys that kept receipts and statements are checked against."""
    from app.province.pinned_keys import PinnedKeys
    from app.province.statements import station_statements

    anchor = Path(settings.server_keys_file or settings.data_dir / "server-keys.json")
    newer = anchor.with_name(f"{anchor.stem}-newer.json")
    own = settings.data_dir / "statement-key.pem"
    return ReceiptKeys(
        _readable(PinnedKeys(anchor, newer).load),
        _readable(lambda: station_statements(own, utc_now).jwks()) if own.exists() else {},
    )


def _readable(read: Callable[[], Jwks]) -> Jwks:
    """Keys; none where they cannot be read, so that what they signed proves nothing."""
    try:
        return read()
    except StationError as error:
        log.error("keys of receipts cannot be read: %s", error.detail)
        return {}


def _other_way(settings: Settings, keeper: StationCatalog) -> ProcessingSystem:
    """A folder, a storage, a document store or a system that a file describes."""
    from app.province.ways import WayOptions, open_way

    titles = {paper.code: paper.title for paper in keeper.in_use().paper_types()}
    options = WayOptions(
        data_dir=settings.data_dir,
        now=utc_now,
        server_url=settings.server_url,
        token=secret_of(settings.server_token_file),
        secret_file=settings.delivery_secret_file,
        ca_file=settings.server_ca_file,
        keys_file=settings.server_keys_file,
        organ_name=settings.organ_name,
        title_of=lambda code: titles.get(code, "Giấy tờ"),
        portal_paths=settings.portal_paths,
    )
    return open_way(settings.delivery, options)


def _intake(settings: Settings) -> PinnedIntake:
    from app.province.pinning import PinnedIntake

    return PinnedIntake(
        settings.server_url,
        keys_file=Path(settings.server_keys_file or settings.data_dir / "server-keys.json"),
        token=_tokens(settings),
        security=line_security(settings),
    )


def _tokens(settings: Settings) -> TokenSource:
    """Where the token of the line comes from; a login counts for more than a file."""
    from app.province.tokens import FileToken, FixedToken

    if settings.login_url:
        return station_login(settings)
    file = settings.server_token_file
    return FileToken(Path(file)) if file else FixedToken()


def line_security(settings: Settings) -> LineSecurity:
    """Whom the lines of this station trust, who it is, and through whom they go."""
    from app.province.endpoint import Proxy
    from app.province.pinning import LineSecurity

    return LineSecurity(
        ca_file=settings.server_ca_file,
        identity_file=settings.server_cert_file,
        identity_password=secret_of(settings.server_cert_password_file),
        proxy=Proxy(settings.server_proxy, secret_of(settings.server_proxy_login_file)),
    )


def secret_of(file: str) -> str:
    """The text in a file, "" for no file.

    Raises:
        WrongUse: It cannot be read.
    """
    if not file:
        return ""
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise WrongUse(f"{file}: {error.strerror}") from error
