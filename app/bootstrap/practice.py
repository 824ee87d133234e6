"""What the first steps ask of this machine: a line that is tried, a station to practise with."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.bootstrap.ways_out import line_security, secret_of
from app.errors import StationError
from app.jobs import ProcessLane
from app.province.errors import DeliveryError, LinkDown, Rejected, RemoteGone
from app.scanning.practice import PracticeTray
from app.services.line_trial import LineAnswer, NoReceiver
from app.services.practice import Practice, PracticeUnready
from app.services.station import Station
from app.settings import Settings

log = logging.getLogger(__name__)

PAGES = ("01-phieu-tiep-nhan.jpg", "02-to-khai-khai-sinh.jpg", "03-giay-chung-sinh.jpg")
"""The slip and two papers: read in seconds, and something to look at in them."""

TRAY_LABEL = "Khay giấy mẫu (tập làm)"
_CONNECT_S, _STALL_S, _REPLY_S = 6.0, 8.0, 12.0


@dataclass(frozen=True, slots=True)
class StationLineProbe:
    """Asks a system with the trust, proxy and token of this station."""

    settings: Settings

    def ask(self, url: str) -> LineAnswer:
        """Ask for its health, then for what it is; see `LineProbe`."""
        from app.province.intake import IntakeClient
        from app.province.wire import Timeouts

        security = line_security(self.settings)
        client = IntakeClient(
            url,
            token=secret_of(self.settings.server_token_file),
            timeouts=Timeouts(_CONNECT_S, _STALL_S, _REPLY_S),
            tls=security.context(),
            proxy=security.proxy,
        )
        try:
            is_healthy = client.reachable()
            service = client.service()
        except (RemoteGone, Rejected) as error:
            raise NoReceiver(error.code) from error
        except LinkDown as error:
            # something that answered, and not as the contract says, has no failed line behind it
            if error.__cause__ is None:
                raise NoReceiver(error.code) from error
            raise
        except DeliveryError:
            raise
        except StationError as error:
            raise NoReceiver(error.code) from error
        finally:
            client.close()
        if not is_healthy:
            raise NoReceiver("no health answer")
        return LineAnswer(url, service.max_file_bytes)


@dataclass(frozen=True, slots=True)
class TrialRoom:
    """Puts a station to practise with beside the real one.

    Attributes:
        settings: Those of the real station; only how pages are read is taken over.
        station: Opens a station over other settings.
    """

    settings: Settings
    station: Callable[[Settings], AbstractContextManager[Station]]
    now: Callable[[], datetime]

    @contextmanager
    def open(self) -> Iterator[Practice]:
        """A fresh one; see `PracticeRoom`. What a kill left of an earlier one goes first."""
        folder = practice_folder(self.settings)
        shutil.rmtree(folder, ignore_errors=True)
        with ExitStack() as stack:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            yield self._put_together(folder, stack)

    def _put_together(self, folder: Path, stack: ExitStack) -> Practice:
        from app.demo import STACK, DemoFailed, receiver, samples

        password = "".join(secrets.choice("23456789") for _ in range(_DIGITS))
        try:
            folder.mkdir(mode=0o700, parents=True)
            lane = ProcessLane(1, name="practice-key")
            stack.callback(lane.close)
            key = lane.submit(make_key, str(folder / "key"), password, self.now()).result()
            pages = [(samples() / STACK / name).read_bytes() for name in PAGES]
            url = stack.enter_context(receiver(folder / "receiver"))
        except (OSError, DemoFailed) as error:
            raise PracticeUnready(type(error).__name__) from error
        wanted = _settings(self.settings, folder, url, key)
        station = stack.enter_context(self.station(wanted))
        return Practice(replace(station, scanner=PracticeTray(pages, TRAY_LABEL)), key, password)


_DIGITS = 6


def practice_folder(settings: Settings) -> Path:
    """Where practice is kept while it lasts: beside the real store, never in it."""
    return settings.data_dir.with_name(f"{settings.data_dir.name}-tap-lam")


def make_key(folder: str, password: str, now: datetime) -> str:
    """A throw-away authority with a key of an officer. Runs on: a worker."""
    from app.services.workers import library_errors
    from signing.trial.authority import TrialAuthority

    with library_errors():
        place = Path(folder)
        made = TrialAuthority.create(place, now, base_url="http://127.0.0.1:9", password=password)
        (place / "trust").mkdir()
        shutil.copyfile(made.root_pem, place / "trust" / "root.pem")
        return f"p12:{made.officer_p12}"


def _settings(real: Settings, folder: Path, url: str, key: str) -> Settings:
    """Reading as on the real station, everything else for practice."""
    return Settings(
        data_dir=folder / "store",
        server_url=url,
        station_id="tap-lam",
        officer_id="can-bo-tap-lam",
        agency_code="H56.128",
        organ_name="UBND xã Hoằng Tiến (dữ liệu thử)",
        station_key_place="file",
        trust_dir=str(folder / "key" / "trust"),
        key=key,
        scanner_discovery=False,
        tessdata_dir=real.tessdata_dir,
        languages=real.languages,
        jobs=real.jobs,
        page_timeout_s=real.page_timeout_s,
        worker_memory_mb=real.worker_memory_mb,
    )
