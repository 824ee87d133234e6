"""Settings of the station: declared once, read once by `app.bootstrap`.

Each setting has one name, type, default and description. Order of precedence: environment
variable `SOHOA_<NAME>`, then `settings.json` in the configuration folder, then the default.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from app.errors import Advice, StationError

ENVIRONMENT_PREFIX = "SOHOA_"
PDF_PROFILES = ("standard", "small", "picture", "bitonal")
SIGNATURE_KINDS = ("pades", "pkcs7")
RSA_PADDINGS = ("pss", "pkcs1")
KEY_PLACES = ("auto", "file")
SHORTEST_PAGE_S = 1.0
SHORTEST_SERVICE_S = 1.0
LONGEST_CONFIRM_MIN = 24 * 60.0
MOST_IDLE_MIN = 60.0
LEAST_WORKER_MB, MOST_WORKER_MB = 640, 2**20
"""Below the first an A3 sheet at 300 dpi cannot be read; the second is out of reach."""
VIETNAMESE = "vie"
_LANGUAGES = re.compile(r"[A-Za-z]\w*(/[A-Za-z]\w*)?(\+[A-Za-z]\w*(/[A-Za-z]\w*)?)*", re.ASCII)


class SettingsInvalid(StationError):
    """The settings file or a variable cannot be understood."""

    code = "settings.invalid"
    advice = Advice.USER_ACTION


def _setting(default: Any, description: str) -> Any:  # any: dataclass fields of several types
    return field(default=default, metadata={"description": description})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the station."""

    data_dir: Path = _setting(Path(), "folder of the encrypted store")
    server_url: str = _setting("", "address of the processing system, empty = offline only")
    delivery: str = _setting(
        "intake",
        "way of delivery: intake, folder:PATH, webdav:URL, sftp:HOST/FOLDER, s3:URL/BUCKET, "
        "import:URL or mapped:FILE",
    )
    delivery_secret_file: str = _setting(
        "", "name and password of the storage that delivery names, JSON"
    )
    portal_paths: str = _setting(
        "", "paths for the portal's record beside import: INSERT UPDATE [PROGRESS]; empty = none"
    )
    max_file_mb: int = _setting(
        30, "MiB that one file may have; larger papers are packed tighter, then split, 0 = no bound"
    )
    server_token_file: str = _setting("", "file with the access token for the server")
    server_ca_file: str = _setting("", "extra certificate authority for the server, PEM")
    server_keys_file: str = _setting("", "pinned receipt keys (JWKS); empty = pin on first contact")
    server_cert_file: str = _setting(
        "", "certificate and key of this station for the server, PEM or PKCS#12"
    )
    server_cert_password_file: str = _setting("", "file with the password of that key")
    server_proxy: str = _setting("", "proxy on the way to the server; empty = the system's")
    server_proxy_login_file: str = _setting("", "file with NAME:PASSWORD for that proxy")
    login_url: str = _setting(
        "", "service where a person logs the station in (OAuth 2 device login), empty = token file"
    )
    login_client_id: str = _setting("", "what the login service calls this station")
    login_scope: str = _setting("", "rights that are asked for at the login service")
    documents_url: str = _setting(
        "", "address of the store of digitized papers, empty = reuse what this station digitized"
    )
    documents_token_file: str = _setting("", "file with the access token for that store")
    owner_required: str = _setting(
        "",
        "where a dossier cannot go on without its owner's id: all, or procedure codes separated "
        "by spaces; empty = only ask",
    )
    retention_days: float = _setting(
        30.0, "days that a dossier stays after its receipt before it is erased, 0 = for ever"
    )
    purge_pause_h: float = _setting(
        24.0, "hours between marking a dossier for erasing and erasing it; time to undo"
    )
    second_copy_dir: str = _setting(
        "", "folder on another disk for a second, encrypted copy of everything, empty = none"
    )
    station_key_place: str = _setting(
        "auto", "where a new station's key goes: auto (keyring of the system if there), or file"
    )
    station_id: str = _setting("tram-1", "name of this workplace in manifests and audit")
    officer_id: str = _setting("can-bo", "officer id used until logins exist")
    idle_lock_min: float = _setting(
        5.0, "minutes without a key or the mouse after which the screen locks, 0 = never"
    )
    agency_code: str = _setting("H26", "agency code, first part of document codes")
    organ_name: str = _setting("", "name of the agency, written into the documents' metadata")
    trust_dir: str = _setting("", "folder with trusted certificates, PEM or DER")
    timestamp_urls: str = _setting("", "time-stamp services, separated by spaces")
    signature_level: str = _setting("b-b", "b-b, b-t, b-lt or b-lta")
    signature_kind: str = _setting(
        "pades", "pades, or pkcs7 (adbe.pkcs7.detached) for receivers that know nothing else"
    )
    rsa_padding: str = _setting("pss", "how RSA keys sign: pss, or pkcs1 for older receivers")
    owe_time: bool = _setting(
        True, "publish a signature whose time stamp cannot be had, and bring the time later"
    )
    deliver_without_time: bool = _setting(
        False, "send a dossier although a time stamp is still owed to it"
    )
    time_deadline_h: float = _setting(
        8.0, "hours after which a dossier is sent although a time stamp is still owed to it"
    )
    sign_offline: bool = _setting(
        True,
        "sign although no authority can say whether the certificate is revoked; the answer "
        "is brought with the time stamp before the dossier is sent",
    )
    service_timeout_s: float = _setting(
        30.0, "seconds to wait for one answer of a time-stamp or revocation service"
    )
    key: str = _setting(
        "",
        "signing key: p12:PATH, pkcs11:MODULE#TOKEN, csc:URL#CREDENTIAL, smartca:URL, "
        "cng:THUMBPRINT or vgca:",
    )
    signing_services_file: str = _setting(
        "",
        "accounts at signing services (csc, smartca), JSON: services with url, account, "
        "password_file or token_file, signer_file (number of the signer), ca_file; what is secret "
        "or personal is in files of its own",
    )
    confirm_within_min: float = _setting(
        5.0, "minutes that a signer has to confirm on the telephone"
    )
    agency_key: str = _setting("", "key of the agency; empty = only persons sign")
    further_keys: str = _setting(
        "", "keys of further persons who may sign the same papers, separated by semicolons"
    )
    seal_dossiers: bool = _setting(
        False, "offer the signature of the agency first where digitized papers are signed"
    )
    signature_picture: str = _setting("", "picture of the officer's signature, PNG")
    seal_picture: str = _setting("", "picture of the agency's seal in true size, PNG")
    results_dir: str = _setting("", "folder where electronic results to be signed arrive")
    results_every_min: float = _setting(
        5.0, "minutes between looks for results that wait at the processing system, 0 = never"
    )
    sane_config_dir: str = _setting("", "own SANE configuration folder")
    feeder_dir: str = _setting("", "pictures that the practice feeder delivers")
    jobs: int = _setting(0, "worker processes, 0 = one per core")
    page_timeout_s: float = _setting(180.0, "seconds after which reading a page is given up")
    worker_memory_mb: int = _setting(
        2000, "MB that each worker process may take (A3 at 600 dpi needs 1,600), 0 = no bound"
    )
    tessdata_dir: str = _setting(
        "",
        "folder with Tesseract models (vie.traineddata, tessdata_best too), empty = the system's",
    )
    languages: str = _setting(
        VIETNAMESE,
        "Tesseract models joined by +; lines that are not Vietnamese are read with the others, "
        "such as vie+eng or vie+fra; vie is always in",
    )
    pdf_profile: str = _setting(
        "standard", "how pages are kept in the PDF: standard, small, picture or bitonal"
    )


def describe_settings() -> list[tuple[str, str, str]]:
    """Name, default and description of every setting, for help texts."""
    return [
        (setting.name, str(setting.default), str(setting.metadata["description"]))
        for setting in fields(Settings)
    ]


def load_settings(environment: Mapping[str, str], file: Path | None, data_dir: Path) -> Settings:
    """Merge defaults, settings file and environment.

    Args:
        environment: Usually `os.environ`.
        file: JSON object of settings; may be absent.
        data_dir: Default of the store's folder.

    Raises:
        SettingsInvalid: Not JSON, unknown name, wrong type, value outside its bounds.
    """
    values: dict[str, Any] = {"data_dir": data_dir}
    values.update(_from_file(file))
    for setting in fields(Settings):
        text = environment.get(ENVIRONMENT_PREFIX + setting.name.upper())
        if text is not None:
            values[setting.name] = text
    return _sensible(Settings(**{name: _convert(name, value) for name, value in values.items()}))


def _sensible(settings: Settings) -> Settings:
    if settings.pdf_profile not in PDF_PROFILES:
        raise SettingsInvalid(f"pdf_profile: one of {', '.join(PDF_PROFILES)}")
    if not SHORTEST_PAGE_S <= settings.page_timeout_s < float("inf"):
        raise SettingsInvalid(f"page_timeout_s: at least {SHORTEST_PAGE_S:.0f}")
    languages = settings.languages
    if not _LANGUAGES.fullmatch(languages) or VIETNAMESE not in languages.split("+"):
        raise SettingsInvalid(f"languages: {VIETNAMESE}, or {VIETNAMESE}+eng and the like")
    memory_mb = settings.worker_memory_mb
    if memory_mb and not LEAST_WORKER_MB <= memory_mb <= MOST_WORKER_MB:
        raise SettingsInvalid(f"worker_memory_mb: 0, or from {LEAST_WORKER_MB} to {MOST_WORKER_MB}")
    if settings.signature_kind not in SIGNATURE_KINDS:
        raise SettingsInvalid(f"signature_kind: one of {', '.join(SIGNATURE_KINDS)}")
    if settings.rsa_padding not in RSA_PADDINGS:
        raise SettingsInvalid(f"rsa_padding: one of {', '.join(RSA_PADDINGS)}")
    if not 0 <= settings.time_deadline_h < float("inf"):
        raise SettingsInvalid("time_deadline_h: 0 or more")
    if not SHORTEST_SERVICE_S <= settings.service_timeout_s < float("inf"):
        raise SettingsInvalid(f"service_timeout_s: at least {SHORTEST_SERVICE_S:.0f}")
    if not 0 < settings.confirm_within_min <= LONGEST_CONFIRM_MIN:
        raise SettingsInvalid(f"confirm_within_min: above 0, at most {LONGEST_CONFIRM_MIN:.0f}")
    if not 0 <= settings.results_every_min < float("inf"):
        raise SettingsInvalid("results_every_min: 0 or more")
    if not 0 <= settings.idle_lock_min <= MOST_IDLE_MIN:
        raise SettingsInvalid(f"idle_lock_min: 0, or at most {MOST_IDLE_MIN:.0f}")
    if not 0 <= settings.retention_days < float("inf"):
        raise SettingsInvalid("retention_days: 0 or more")
    if not 0 <= settings.purge_pause_h < float("inf"):
        raise SettingsInvalid("purge_pause_h: 0 or more")
    if settings.station_key_place not in KEY_PLACES:
        raise SettingsInvalid(f"station_key_place: one of {', '.join(KEY_PLACES)}")
    if settings.max_file_mb < 0:
        raise SettingsInvalid("max_file_mb: 0 or more")
    if settings.jobs < 0:
        raise SettingsInvalid("jobs: 0 or more")
    return settings


def _from_file(file: Path | None) -> dict[str, Any]:
    if file is None or not file.is_file():
        return {}
    try:
        values = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsInvalid(f"{file.name}: {error}") from error
    known = {setting.name for setting in fields(Settings)}
    if not isinstance(values, dict) or not set(values) <= known:
        raise SettingsInvalid(f"{file.name}: unknown setting")
    return values


def _convert(name: str, value: Any) -> Any:
    wanted: dict[str, Callable[[Any], Any]] = {
        "data_dir": Path,
        "owe_time": _yes_or_no,
        "deliver_without_time": _yes_or_no,
        "sign_offline": _yes_or_no,
        "seal_dossiers": _yes_or_no,
        "time_deadline_h": float,
        "service_timeout_s": float,
        "confirm_within_min": float,
        "retention_days": float,
        "purge_pause_h": float,
        "results_every_min": float,
        "idle_lock_min": float,
        "jobs": int,
        "max_file_mb": int,
        "page_timeout_s": float,
        "worker_memory_mb": int,
    }
    try:
        return wanted.get(name, str)(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise SettingsInvalid(f"{name}: {value!r}") from error


def _yes_or_no(value: Any) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    try:
        return words[str(value).strip().lower()]
    except KeyError as error:
        raise ValueError("yes or no") from error
