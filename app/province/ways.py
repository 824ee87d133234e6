"""Which way a station delivers: the setting `delivery`, read once.

folder:PATH       bags into a folder, a share or a USB stick
webdav:https://…  the same bags to WebDAV
sftp:HOST[:PORT]/FOLDER
s3:https://ENDPOINT/BUCKET[/FOLDER]
import:https://…  the import interface of a document store
mapped:FILE       a system of the province, described in a file; its address is `server_url`
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.province.acks import AckReader
from app.province.bag_delivery import BagDelivery, BagPlace
from app.province.base import ProcessingSystem
from app.province.errors import NotConfigured
from app.province.folder import FolderPlace
from app.province.mapping import read_mapping
from app.province.statements import Statements, station_statements
from app.province.wire import Timeouts, Wire

INTAKE = "intake"
WAYS = ("folder", "webdav", "sftp", "s3", "import", "mapped")


@dataclass(frozen=True, slots=True)
class WayOptions:
    """What the ways need beside their address.

    Attributes:
        data_dir: Folder of the station; the key of its statements lies there.
        now: The clock.
        server_url: Address of the system, for `mapped`.
        token: Bearer token, "" for none.
        secret_file: Name and password of a storage, "" for none.
        ca_file: Extra certificate authority, PEM, "" for the system's alone.
        keys_file: Pinned keys of receipts (JWKS), "" when the system signs none.
        organ_name: Name of the agency, for metadata.
        title_of: Official name of a paper type, for metadata.
        portal_paths: Paths for the portal's record: insert and update.
    """

    data_dir: Path
    now: Callable[[], datetime]
    server_url: str = ""
    token: str = ""
    secret_file: str = ""
    ca_file: str = ""
    keys_file: str = ""
    organ_name: str = ""
    title_of: Callable[[str], str] = str
    portal_paths: str = ""


def open_way(delivery: str, options: WayOptions) -> ProcessingSystem:
    """The processing system that a setting names; nothing is connected yet.

    Raises:
        NotConfigured: Unknown way, unusable address or file; names which.
    """
    way, colon, address = delivery.partition(":")
    if way not in WAYS or not colon or not address:
        raise NotConfigured(f"delivery: {INTAKE}, or {':…, '.join(WAYS)}:…")
    statements = station_statements(options.data_dir / "statement-key.pem", options.now)
    match way:
        case "import":
            return _documents(address, options, statements)
        case "mapped":
            return _mapped(Path(address), options, statements)
        case _:
            acks = AckReader(way, statements, _pinned(options.keys_file))
            return BagDelivery(_place(way, address, options), acks)


def _place(way: str, address: str, options: WayOptions) -> BagPlace:
    if way == "folder":
        root = Path(address)
        if not root.is_absolute():
            raise NotConfigured("delivery: a full path to the folder expected")
        return FolderPlace(root)
    from app.province.remote_folder import RemotePlace
    from app.province.remote_storages import read_access, storage_kind

    access = read_access(options.secret_file, options.ca_file)
    return RemotePlace(storage_kind(way, address, access))


def _documents(address: str, options: WayOptions, statements: Statements) -> ProcessingSystem:
    from app.province.documents_import import DocumentsImport, ImportOptions
    from app.province.portal import PortalPaths, PortalRecord

    paths = options.portal_paths.split()
    if len(paths) not in (0, 2) or not all(path.startswith("/") for path in paths):
        raise NotConfigured("portal_paths: INSERT UPDATE, each a path on the host")
    wire = _wire(address, options)
    return DocumentsImport(
        wire,
        options=ImportOptions(options.organ_name, options.title_of),
        statements=statements,
        portal=PortalRecord(wire, PortalPaths(*paths)) if paths else None,
    )


def _mapped(file: Path, options: WayOptions, statements: Statements) -> ProcessingSystem:
    from app.province.mapped import MappedSystem

    try:
        mapping = read_mapping(file.read_bytes())
    except OSError as error:
        raise NotConfigured(f"{file.name} cannot be read: {error.strerror}") from error
    wire = _wire(options.server_url, options)
    return MappedSystem(wire, mapping, statements=statements, now=options.now)


def _wire(address: str, options: WayOptions) -> Wire:
    from app.province.remote_storages import trust_of

    tls = trust_of(options.ca_file) if options.ca_file else None
    return Wire(address, token=options.token, timeouts=Timeouts(), tls=tls)


def _pinned(file: str) -> dict[str, object]:
    if not file:
        return {}
    try:
        keys = json.loads(Path(file).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NotConfigured(f"{Path(file).name} cannot be read") from error
    if not isinstance(keys, dict):
        raise NotConfigured(f"{Path(file).name} is not a key set")
    return keys
