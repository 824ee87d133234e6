"""The lanes of worker processes, and what a job in each may take."""

from __future__ import annotations

import os

from app.cluster_base import ClusterLine, ClusterNotInstalled
from app.jobs import Executor, ProcessLane
from app.services.workers import read_page
from app.settings import Settings
from app.worker_process import Allowance

TOKEN_TIMEOUT_S = 600.0
CHECK_MEMORY_MB, CHECK_TIMEOUT_S = 512, 20.0
"""What the check of one signed file may take; a hostile one ends with its process."""
_PAGES_PER_WORKER = 2
"""One in work and one at hand, so that no worker waits for the disk."""


def cpu_lane(settings: Settings, jobs: int) -> ProcessLane:
    """Workers for pages, at low priority.

    Args:
        settings: Settings of this run.
        jobs: How many workers, 0 for as many as the settings or the cores say.
    """
    allowance = Allowance(low_priority=True, memory_mb=settings.worker_memory_mb)
    bounds = {read_page: settings.page_timeout_s}
    return ProcessLane(_workers(settings, jobs), bounds=bounds, allowance=allowance, name="cpu")


def reading_lane(settings: Settings) -> Executor:
    """Where pages are read: the machines of a cluster where one is set up, else this one.

    Raises:
        ClusterError: The cluster is set up wrongly, or its engine is not installed.
    """
    home = cpu_lane(settings, 0)
    if not settings.cluster:
        return home
    try:
        from app.cluster import ClusterLane
    except ModuleNotFoundError as error:
        raise ClusterNotInstalled(error.name or "") from error
    models = {"tessdata_dir": settings.tessdata_dir, "languages": settings.languages}
    return ClusterLane(cluster_line(settings, settings.cluster), home, **models)


def cluster_line(settings: Settings, address: str) -> ClusterLine:
    """How this machine speaks with others of its cluster."""
    return ClusterLine(
        address,
        settings.cluster_ca_file,
        settings.cluster_cert_file,
        settings.cluster_key_file,
        settings.cluster_pages,
    )


def token_lane() -> ProcessLane:
    """The one worker that looks at keys before they are opened."""
    return ProcessLane(1, timeout_s=TOKEN_TIMEOUT_S, name="token")


def stamps_lane() -> ProcessLane:
    """The one worker that asks for timestamps."""
    return ProcessLane(1, timeout_s=TOKEN_TIMEOUT_S, name="stamps")


def check_lane(settings: Settings) -> ProcessLane:
    """Workers that check signed files."""
    allowance = Allowance(memory_mb=CHECK_MEMORY_MB)
    workers = _workers(settings, 0)
    return ProcessLane(workers, timeout_s=CHECK_TIMEOUT_S, allowance=allowance, name="check")


def pages_at_once(settings: Settings, jobs: int) -> int:
    """How many pages are kept in work or at hand for so many workers (0: as many as usual)."""
    here = _PAGES_PER_WORKER * _workers(settings, jobs)
    return max(here, settings.cluster_pages) if settings.cluster else here


def _workers(settings: Settings, jobs: int) -> int:
    return jobs or settings.jobs or os.cpu_count() or 1
