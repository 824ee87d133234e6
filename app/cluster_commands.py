"""Commands that set up machines which read pages for an archive."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.cluster_base import DEFAULT_PORT, ClusterLine, ClusterNotInstalled, checked_line
from app.wiring import Arguments, Command, Output, Wiring

_EVERYWHERE = f"tls://0.0.0.0:{DEFAULT_PORT}"


def add_cluster_command(commands: Any) -> list[Any]:  # Any: see app.cli.Subparsers
    """The grammar of `sohoa cluster`."""
    parser = commands.add_parser("cluster", help="nhiều máy cùng đọc trang cho lệnh batch")
    actions = parser.add_subparsers(dest="action", metavar="VIỆC", required=True)
    scheduler = actions.add_parser("scheduler", help="máy điều phối: chia việc cho các máy đọc")
    scheduler.add_argument(
        "--listen", metavar="tls://MÁY:CỔNG", default=_EVERYWHERE, help=f"mặc định {_EVERYWHERE}"
    )
    worker = actions.add_parser("worker", help="máy đọc: nhận trang, đọc, trả kết quả")
    worker.add_argument("scheduler", metavar="tls://MÁY:CỔNG", help="địa chỉ máy điều phối")
    worker.add_argument("--jobs", type=int, default=0, help="số trang đọc cùng lúc; 0: mỗi lõi một")
    worker.add_argument("--host", default="", metavar="MÁY", help="địa chỉ của máy này")
    worker.add_argument("--port", type=int, default=0, help="cổng của máy này; 0: cổng bất kỳ")
    keys = actions.add_parser("keys", help="tạo chứng thư cho các máy của cụm")
    keys.add_argument("folder", metavar="DIR", help="thư mục kết quả")
    keys.add_argument("hosts", nargs="+", metavar="MÁY", help="tên hoặc địa chỉ IP của từng máy")
    return [scheduler, worker, keys]


def _scheduler(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    line = _line(wiring, arguments.listen)
    host = _engine()

    def ready(address: str) -> None:
        output.line(f"Máy điều phối sẵn sàng: {address}")

    async def serve(stop: asyncio.Event) -> None:
        await host.serve_scheduler(line, ready=ready, stop=stop)

    _run(serve)
    output.result({"scheduler": line.address})
    return 0


def _worker(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    line = _line(wiring, arguments.scheduler)
    engine = _engine()
    settings = wiring.settings
    cores = arguments.jobs or settings.jobs or os.cpu_count() or 1
    seat = engine.Seat(arguments.host, arguments.port)

    def ready(address: str) -> None:
        output.line(f"Máy đọc sẵn sàng: {address}, {cores} trang cùng lúc")

    with wiring.workshop(cores) as shop:
        host = engine.LaneHost(
            shop.cpu, tessdata_dir=settings.tessdata_dir, languages=settings.languages
        )

        async def serve(stop: asyncio.Event) -> None:
            await engine.serve_worker(line, host, cores, seat=seat, ready=ready, stop=stop)

        _run(serve)
    output.result({"scheduler": line.address, "cores": cores})
    return 0


def _keys(arguments: Arguments, wiring: Wiring, output: Output) -> int:
    from datetime import UTC, datetime

    from app.cluster_keys import AUTHORITY, AUTHORITY_KEY, make_keys

    folder = Path(arguments.folder)
    made = make_keys(folder, arguments.hosts, datetime.now(UTC))
    output.line(f"Chứng thư gốc của cụm: {folder / AUTHORITY} (chép tới mọi máy)")
    for each in made:
        output.line(
            f"{each.host}: {each.cert_file.name}, {each.key_file.name} (chỉ chép tới máy này)"
        )
    output.line(
        f"Cất {AUTHORITY_KEY} ở nơi khác: ai có tệp này hoặc một chứng thư của cụm thì chạy được "
        "lệnh trên mọi máy của cụm."
    )
    output.result({"authority": str(folder / AUTHORITY), "machines": [m.host for m in made]})
    return 0


def _line(wiring: Wiring, address: str) -> ClusterLine:
    settings = wiring.settings
    return checked_line(
        ClusterLine(
            address,
            settings.cluster_ca_file,
            settings.cluster_cert_file,
            settings.cluster_key_file,
        )
    )


def _engine() -> Any:  # Any: a module that is loaded only here
    try:
        from app import cluster_host
    except ModuleNotFoundError as error:
        raise ClusterNotInstalled(error.name or "") from error
    return cluster_host


def _run(serve: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    """Serve until Ctrl+C or an end that the system asks for."""

    async def until_told() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl+C arrives as KeyboardInterrupt
                loop.add_signal_handler(number, stop.set)
        await serve(stop)

    asyncio.run(until_told())


CLUSTER_COMMANDS: dict[str, Command] = {
    "cluster scheduler": _scheduler,
    "cluster worker": _worker,
    "cluster keys": _keys,
}
"""Commands on machines of a cluster."""
