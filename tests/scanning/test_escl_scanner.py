"""The parent's side, with the real process that talks to the scanner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.scanning.base import (
    PaperSize,
    PaperSource,
    PaperUnsensed,
    ScanCancelled,
    ScannedPage,
    ScannerMissing,
    ScanProfile,
)
from app.scanning.driver_errors import ScannerUntrusted
from app.scanning.escl import EsclOptions, EsclScanner, split_id
from app.scanning.escl_book import EsclBook, SeenScanner
from benchmarks.capture_faults_escl import sheets
from tests.fakes.escl_rules import Does, Rule
from tests.fakes.escl_server import MODEL, SHORT, UUID, EsclServer
from tests.fakes.server_identity import server_identity

DEVICE = f"escl:{UUID}"
FEEDER = ScanProfile(source=PaperSource.FEEDER, dpi=75)


@pytest.fixture
def server() -> Iterator[EsclServer]:
    with EsclServer(sheets()) as made:
        yield made


@pytest.fixture
def book(tmp_path: Path) -> EsclBook:
    return EsclBook(tmp_path / "scanners")


def scanner_of(book: EsclBook, *addresses: str) -> EsclScanner:
    options = EsclOptions(addresses=addresses, browse_s=0, limits=SHORT)
    return EsclScanner(dict(os.environ), book, options)


def until(condition: Callable[[], bool]) -> bool:
    for _ in range(400):
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_devices_given_address_is_met_and_remembered(server: EsclServer, book: EsclBook) -> None:
    found = scanner_of(book, server.url, "http://127.0.0.1:9/eSCL").devices()

    assert [(each.id, each.label) for each in found] == [(DEVICE, MODEL)]
    assert book.seen()[UUID].urls == (server.url,)


def test_has_paper_follows_the_sensor_of_the_feeder(server: EsclServer, book: EsclBook) -> None:
    scanner = scanner_of(book, server.url)
    scanner.devices()

    loaded = scanner.has_paper(DEVICE)
    server.begin(Does(Rule.EMPTY))

    assert (loaded, scanner.has_paper(DEVICE)) == (True, False)


def test_has_paper_without_a_sensor_is_unsensed(server: EsclServer, book: EsclBook) -> None:
    book.meet(SeenScanner(UUID, "", "", UUID, (server.url,)))
    server.begin(Does(Rule.NO_ADF_STATE))

    with pytest.raises(PaperUnsensed):
        scanner_of(book).has_paper(DEVICE)


def test_scan_paper_and_light_of_the_profile_reach_the_device(
    server: EsclServer, book: EsclBook
) -> None:
    book.meet(SeenScanner(UUID, "", "", UUID, (server.url,)))
    profile = replace(FEEDER, paper=PaperSize.A5, brightness=50, contrast=-100)

    list(scanner_of(book).scan(DEVICE, profile, lambda: False))

    order = server.seen.orders[-1]
    asked = {name: order.get(name) for name in ("Width", "Height", "Brightness", "Contrast")}
    assert asked == {"Width": "1748", "Height": "2480", "Brightness": "500", "Contrast": "-1000"}


def test_scan_cancelled_while_waiting_tells_the_device(server: EsclServer, book: EsclBook) -> None:
    book.meet(SeenScanner(UUID, "", "", UUID, (server.url,)))
    server.begin(Does(Rule.PAGE_503, 3, times=0))
    kept: list[ScannedPage] = []
    stream = scanner_of(book).scan(DEVICE, FEEDER, lambda: len(kept) == 2)

    with pytest.raises(ScanCancelled):
        kept.extend(iter(lambda: kept.append(next(stream)) or kept[-1], None))

    assert server.seen.dropped == ["/eSCL/ScanJobs/1"]
    assert server.sheets_left == 2


def test_scan_parent_killed_frees_the_device(server: EsclServer, book: EsclBook) -> None:
    book.meet(SeenScanner(UUID, "", "", UUID, (server.url,)))
    server.begin(Does(Rule.PAGE_503, 2, times=0))
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from app.scanning.base import PaperSource, ScanProfile\n"
        "from app.scanning.escl import EsclOptions, EsclScanner\n"
        "from app.scanning.escl_book import EsclBook\n"
        "scanner = EsclScanner(dict(os.environ), EsclBook(Path(sys.argv[1])),"
        " EsclOptions(browse_s=0))\n"
        "wish = ScanProfile(source=PaperSource.FEEDER, dpi=75)\n"
        "for page in scanner.scan(sys.argv[2], wish, lambda: False):\n"
        "    print('page', flush=True)\n"
    )
    folder = str(book._folder)
    with subprocess.Popen([sys.executable, "-c", code, folder, DEVICE], stdout=-1) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()

        os.kill(parent.pid, signal.SIGKILL)

        assert until(lambda: server.seen.dropped == ["/eSCL/ScanJobs/1"])


def test_capabilities_are_kept_until_the_firmware_changes(
    server: EsclServer, book: EsclBook, tmp_path: Path
) -> None:
    scanner = scanner_of(book, server.url)
    scanner.devices()
    first = scanner.capabilities(DEVICE)
    asked = len(server.seen.asked)

    again = scanner.capabilities(DEVICE)
    server.version = "2.97"
    scanner.capabilities(DEVICE, fresh=True)

    assert again == first
    assert asked == 2  # once when it was looked for, once for what it can do
    files = list((tmp_path / "scanners" / "caps").iterdir())
    assert len(files) == 1
    assert "2.97" in files[0].read_text("utf-8")


def test_untrusted_scanner_is_confirmed_by_its_fingerprint(tmp_path: Path, book: EsclBook) -> None:
    with EsclServer(sheets(1), identity=server_identity(tmp_path)) as encrypted:
        scanner = scanner_of(book)
        added = scanner.add(encrypted.url)
        with pytest.raises(ScannerUntrusted):
            scanner.capabilities(added.id)

        scanner.confirm(added.id, scanner.certificate(added.id))

        pages = list(scanner.scan(added.id, FEEDER, lambda: False))
        known = scanner.known()

    assert len(pages) == 1
    assert [(each.id, each.is_confirmed, each.is_added) for each in known] == [(DEVICE, True, True)]


def test_remove_forgets_address_and_certificate(server: EsclServer, book: EsclBook) -> None:
    scanner = scanner_of(book)
    added = scanner.add(f"127.0.0.1:{server.port}")
    book.pin((added.id.removeprefix("escl:"),), "pem")

    scanner.remove(added.id)

    assert (book.added(), book.pins(), book.seen()) == ((), {}, {})
    with pytest.raises(ScannerMissing):
        scanner.remove(added.id)


def test_add_where_nothing_answers_is_missing(book: EsclBook) -> None:
    with pytest.raises(ScannerMissing):
        scanner_of(book).add("127.0.0.1:9")

    assert book.added() == ()


def test_known_lists_an_added_scanner_that_is_away(book: EsclBook) -> None:
    book.add("http://127.0.0.1:9/eSCL")

    known = scanner_of(book).known()

    assert [(each.addresses, each.is_here) for each in known] == [
        (("http://127.0.0.1:9/eSCL",), False)
    ]


def test_split_id_gives_key_and_wishes() -> None:
    assert split_id(f"escl:{UUID}?paper=id-1&format=image/png") == (
        UUID,
        {"paper": "id-1", "format": "image/png"},
    )


@pytest.mark.expects_log_warnings
def test_book_damaged_files_count_as_empty(book: EsclBook, tmp_path: Path) -> None:
    book.add("http://192.0.2.7/eSCL")
    book.meet(SeenScanner(UUID, "ES", "", UUID, ("http://192.0.2.7/eSCL",)))
    for file in (tmp_path / "scanners").glob("*.json"):
        file.write_bytes(b'{"urls": [1, {')

    assert (book.added(), book.pins(), book.seen()) == ((), {}, {})


def test_book_newest_address_stands_first(book: EsclBook) -> None:
    for last in ("7", "8", "7"):
        book.meet(SeenScanner(UUID, "ES", "", UUID, (f"http://192.0.2.{last}/eSCL",)))

    assert book.seen()[UUID].urls == ("http://192.0.2.7/eSCL", "http://192.0.2.8/eSCL")
