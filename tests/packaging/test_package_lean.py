"""Parts of the package that are made smaller: what stays, and what is refused."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def lean() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lean", ROOT / "packaging" / "lean.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "stays"),
    [
        ("coll/vi.res", True),
        ("coll/root.res", True),
        ("coll/ucadata.icu", True),
        ("coll/ja.res", False),
        ("zone/en_US_POSIX.res", True),
        ("vi_VN.res", True),
        ("vie.res", False),
        ("zh_Hant_TW.res", False),
        ("pool.res", True),
        ("supplementalData.res", True),
        ("timezoneTypes.res", True),
        ("nfkc.nrm", True),
        ("ibm-5354_P100-1998.cnv", True),
        ("gb18030.cnv", False),
        ("brkitr/thaidict.dict", False),
        ("brkitr/root.res", False),
    ],
)
def test_kept_of_icu(lean: ModuleType, name: str, stays: bool) -> None:
    assert lean.kept_of_icu(name) is stays


def test_version_and_digests_come_from_the_lock(lean: ModuleType) -> None:
    lock = (ROOT / "packaging" / "runtime.lock").read_text("utf-8")

    version, digests = lean._locked(lock, "opencv-python-headless")

    assert f"opencv-python-headless=={version} " in lock
    assert all(f"sha256:{digest}" in lock for digest in digests)
    assert len(digests) > 1


class Index:
    """An index of packages in memory, which knows one archive."""

    def __init__(self, archive: bytes) -> None:
        self.archive = archive
        self.asked: list[str] = []

    def urlopen(self, wanted: str | urllib.request.Request, timeout: float) -> io.BytesIO:
        assert timeout > 0
        if isinstance(wanted, str):
            return io.BytesIO(self.archive)
        self.asked.append(wanted.full_url)
        files = [{"filename": "a_part-1.0.tar.gz", "url": "https://files.example.org/a"}]
        return io.BytesIO(json.dumps({"files": files}).encode())


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Index:
    made = Index(b"source of a part")
    monkeypatch.setattr("urllib.request.urlopen", made.urlopen)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example.org/simple/")
    return made


def test_fetch_takes_the_archive_of_the_lock(
    lean: ModuleType, index: Index, tmp_path: Path
) -> None:
    digests = frozenset([hashlib.sha256(index.archive).hexdigest()])

    kept = lean._fetch("a_part-1.0.tar.gz", digests, tmp_path, Path(sys.executable))

    assert kept.read_bytes() == index.archive
    assert index.asked == ["https://index.example.org/simple/a-part/"]


@pytest.mark.parametrize("name", ["a_part-1.0.tar.gz", "a_part-1.1.tar.gz"])
@pytest.mark.usefixtures("index")
def test_fetch_refuses_what_the_lock_does_not_know(
    lean: ModuleType, tmp_path: Path, name: str
) -> None:
    with pytest.raises(SystemExit, match=r"not with a digest of the lock"):
        lean._fetch(name, frozenset(["0" * 64]), tmp_path, Path(sys.executable))


def test_places_of_this_machine_are_not_told(lean: ModuleType, tmp_path: Path) -> None:
    told = tmp_path / "modules" / "core" / "version_string.inc"
    told.parent.mkdir(parents=True)
    told.write_text(f'"  Interpreter: {tmp_path}/bin/python\\n"\n', "utf-8")

    lean._forget_places(tmp_path, [tmp_path])

    assert told.read_text("utf-8") == '"  Interpreter: ./bin/python\\n"\n'


def test_missing_names_what_is_not_there(lean: ModuleType) -> None:
    assert lean.missing(["sh", "no-such-tool-here"]) == ["no-such-tool-here"]


def test_shrunk_tables_of_icu_sort_vietnamese_as_before(lean: ModuleType, tmp_path: Path) -> None:
    import PySide6

    if lean.missing(lean.ICU_TOOLS):
        pytest.skip("no icupkg")
    source = next((Path(PySide6.__path__[0]) / "Qt" / "lib").glob("libicudata.so.*"))
    shutil.copy2(source, tmp_path / source.name)

    lean.shrink_icu(tmp_path, tmp_path / "work")

    small = tmp_path / source.name
    assert small.stat().st_size < source.stat().st_size / 5
    words = ["đi", "dừa", "Ăn", "an", "âm", "ầm", "ẩm", "zu", "ế", "e", "ê", "f"]
    assert sorted_by_qt(words, small) == sorted_by_qt(words, source)
    assert sorted_by_qt(words, small)[:5] == ["an", "Ăn", "âm", "ầm", "ẩm"]


def sorted_by_qt(words: list[str], tables: Path) -> list[str]:
    """Order of Qt with these tables of ICU, in a process of its own."""
    asked = (
        "import sys; from PySide6.QtCore import QCollator, QLocale;"
        "by = QCollator(QLocale('vi_VN'));"
        "print('\\n'.join(sorted(sys.argv[1:], key=by.sortKey)))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", asked, *words],
        env={"LD_PRELOAD": str(tables)},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return done.stdout.decode("utf-8").split()
