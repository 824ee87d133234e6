"""Signing by telephone at a real process: Ctrl-C while somebody has to confirm, and going on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.e2e.conftest import Sohoa
from tests.fakes.counter_station import small_pdf
from tests.fakes.signing_services import SmartCaService

USER = "012345678901"
MAIN = Path(__file__).resolve().parents[2] / "main.py"
WAIT_S = 60.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")


@pytest.fixture
def telephone(tmp_path: Path) -> Iterator[SmartCaService]:
    """A service whose signer confirms when the test says so."""
    authority = TrialAuthority.create(
        tmp_path / "ca", datetime.now(UTC), base_url="http://127.0.0.1:9", password="mat-khau-thu"
    )
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority.root_pem.read_bytes())
    with SmartCaService([authority.issue(OfficerProfile())]) as running:
        yield running


@pytest.fixture
def named(
    sohoa: Sohoa, telephone: SmartCaService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The file with the name of the key; set after `sohoa` has cleared all settings."""
    assert sohoa
    (tmp_path / "sp").write_text("bí mật\n", "utf-8")
    entry = {"url": telephone.url, "account": "ben-thu", "password_file": str(tmp_path / "sp")}
    (tmp_path / "services.json").write_text(json.dumps({"services": [entry]}), "utf-8")
    monkeypatch.setenv("SOHOA_SIGNING_SERVICES_FILE", str(tmp_path / "services.json"))
    monkeypatch.setenv("SOHOA_RSA_PADDING", "pkcs1")
    monkeypatch.setenv("SOHOA_TRUST_DIR", str(tmp_path / "trust"))
    file = tmp_path / "khoa"
    file.write_text(f"smartca:{telephone.url}#{USER}\n", "utf-8")
    return file


@dataclass
class Running:
    """A command in a process of its own."""

    process: subprocess.Popen[str]

    def waits(self) -> str:
        """The line that says who has to confirm."""
        assert self.process.stderr is not None
        watch = threading.Timer(WAIT_S, self.process.kill)
        watch.start()
        try:
            lines = iter(self.process.stderr.readline, "")
            return next((line for line in lines if "chờ xác nhận" in line), "")
        finally:
            watch.cancel()

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C: the whole group of the terminal hears it."""
        os.killpg(self.process.pid, signal.SIGINT)
        out, err = self.process.communicate(timeout=WAIT_S)
        return self.process.returncode, out + err


def started(*arguments: str | Path) -> Running:
    command = [sys.executable, str(MAIN), *map(str, arguments)]
    return Running(
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
            # Whoever runs the tests in the background has made them deaf to it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
    )


def written(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"quyết định {n}.pdf" for n in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(small_pdf([f"decision {number}"]))
    return paths


def test_results_sign_interrupted_while_waiting_goes_on_with_the_same_request(
    sohoa: Sohoa, named: Path, telephone: SmartCaService, tmp_path: Path
) -> None:
    written(tmp_path / "in", 2)
    sohoa("results", "import", tmp_path / "in")

    running = started("results", "sign", "--key", f"@{named}", "--json")
    told = running.waits()
    arguments = Path(f"/proc/{running.process.pid}/cmdline")
    seen = arguments.read_bytes() if arguments.exists() else b""
    code, said = running.interrupt()
    telephone.confirm()
    done = sohoa("results", "sign", "--key", f"@{named}", "--json")

    assert "2 tệp" in told
    assert code != 0
    assert "Traceback" not in said
    assert USER not in told + said
    assert USER.encode() not in seen
    assert (done.code, done.report["published"]) == (0, 2)
    assert telephone.paths().count("/v1/signatures/sign") == 1
    assert telephone.signed == 2


def test_sign_interrupted_while_waiting_leaves_files_and_resumes(
    named: Path, sohoa: Sohoa, telephone: SmartCaService, tmp_path: Path
) -> None:
    paths = written(tmp_path / "in", 2)
    out = tmp_path / "out"
    before = [path.read_bytes() for path in paths]

    running = started("sign", *paths, "--key", f"@{named}", "-o", out, "--json")
    assert running.waits()
    code, said = running.interrupt()
    left = sorted(out.glob("*.pdf"))
    telephone.confirm_at_once = True
    done = sohoa("sign", *paths, "--key", f"@{named}", "--resume", "-o", out, "--json")

    assert code != 0
    assert "Traceback" not in said
    assert left == []
    assert done.code == 0
    assert len(list(out.iterdir())) == 2
    assert [path.read_bytes() for path in paths] == before


def test_key_in_a_file_that_cannot_be_read_is_wrong_use(sohoa: Sohoa, tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    huge.write_bytes(b"x" * 5000)

    for file in (tmp_path / "gone", huge):
        with pytest.raises(SystemExit) as caught:
            sohoa("sign", "a.pdf", "--key", f"@{file}")
        assert caught.value.code == 2
