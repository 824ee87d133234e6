"""One upload by tuspy, in its own environment: `python tuspy_child.py URL FILE CHUNK [URLS]`.

Prints JSON: what went wrong, "" for nothing, and the memory that the upload took, in MiB.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tusclient import client  # type: ignore[import-not-found]  # lives in an environment of its own
from tusclient.storage import filestorage  # type: ignore[import-not-found]  # as above


def forget_peak() -> float:
    """Let the peak of memory begin anew; gives the memory in use, in MiB."""
    Path("/proc/self/clear_refs").write_text("5")
    return memory_mib("VmRSS")


def memory_mib(name: str) -> float:
    """A figure of the system about this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def main() -> None:
    """Upload once; its own retries are on, without pauses."""
    url, file, chunk, *urls = sys.argv[1:]
    options = {"retries": 10, "retry_delay": 0}
    if int(chunk):
        options["chunk_size"] = int(chunk)
    if urls:
        storage = filestorage.FileStorage(urls[0])
        options |= {"store_url": True, "url_storage": storage}
    before = forget_peak()
    trouble = ""
    try:
        client.TusClient(url).uploader(file, **options).upload()
    except Exception as error:  # the other program's errors are what is looked at
        trouble = type(error).__name__
    print(json.dumps({"trouble": trouble, "mib": memory_mib("VmHWM") - before}))


main()
