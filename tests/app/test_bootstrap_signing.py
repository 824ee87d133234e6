"""What signing needs from the settings and the environment reaches it."""

from __future__ import annotations

from pathlib import Path

from app.bootstrap import Wiring
from app.settings import Settings
from signing.trust.list_store import LIST_FILE


def test_signing_desk_reaches_services_as_environment_and_shipped_table_say(
    tmp_path: Path,
) -> None:
    environment = {"http_proxy": "http://proxy:3128", "no_proxy": "localhost"}

    with Wiring(Settings(data_dir=tmp_path), environment).signing_desk() as desk:
        reach = desk.options.reach

    assert reach.proxy == "http://proxy:3128"
    assert reach.direct_hosts == ("localhost",)
    assert dict(reach.hosts)["ocsp.ca.ptc"] == "ocsp.ca.gov.vn"
    assert reach.kept == tmp_path / "answers"


def test_signing_desk_uses_the_imported_list_unless_a_folder_is_set(tmp_path: Path) -> None:
    own = tmp_path / "trust"
    own.mkdir()
    (own / LIST_FILE).write_text("{}", "utf-8")

    with Wiring(Settings(data_dir=tmp_path), {}).signing_desk() as desk:
        found = desk.options.trust_dir
    with Wiring(Settings(data_dir=tmp_path, trust_dir="/else"), {}).signing_desk() as desk:
        chosen = desk.options.trust_dir

    assert (found, chosen) == (str(own), "/else")


def test_signing_desk_signs_offline_unless_the_unit_forbids_it(tmp_path: Path) -> None:
    with Wiring(Settings(data_dir=tmp_path), {}).signing_desk() as desk:
        usual = desk.options.sign_offline
    with Wiring(Settings(data_dir=tmp_path, sign_offline=False), {}).signing_desk() as desk:
        chosen = desk.options.sign_offline

    assert (usual, chosen) == (True, False)
