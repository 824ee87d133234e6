"""Addresses of services: hosts that are asked instead, proxies, and what is never asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import signing
from signing.endpoints import Reach, load_hosts
from signing.errors import BadRequest

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SHIPPED = Path(signing.__file__).parents[1] / "resources" / "trust" / "hosts.json"
TABLE = (("ocsp.ca.ptc", "ocsp.ca.gov.vn"),)


def test_load_hosts_reads_the_shipped_table() -> None:
    assert load_hosts(SHIPPED, NOW) == TABLE


def test_load_hosts_leaves_out_what_is_not_valid_yet() -> None:
    assert load_hosts(SHIPPED, datetime(2020, 1, 1, tzinfo=UTC)) == ()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "khác", "hosts": []}'])
def test_load_hosts_of_anything_else_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "hosts.json"
    path.write_text(content, "utf-8")

    with pytest.raises(BadRequest):
        load_hosts(path, NOW)
    with pytest.raises(BadRequest):
        load_hosts(tmp_path / "khong-co.json", NOW)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://ocsp.ca.ptc", "http://ocsp.ca.gov.vn"),
        ("http://OCSP.ca.ptc:8080/a?b=1", "http://ocsp.ca.gov.vn:8080/a?b=1"),
        ("https://ocsp.ca.ptc/x#y", "https://ocsp.ca.gov.vn/x"),
        ("http://ocsp.ca.ptc.example/", "http://ocsp.ca.ptc.example/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_address_asks_the_host_of_the_table(url: str, address: str) -> None:
    assert Reach(hosts=TABLE).address(url) == address


@pytest.mark.parametrize(
    "url",
    ["", "ldap://a/b", "file:///etc/passwd", "http://", "http://a@b/", "http://a:99999/", "a b"],
)
def test_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(BadRequest):
        Reach().address(url)


@given(st.text(max_size=40))
def test_address_of_anything_is_web_or_refused(url: str) -> None:
    try:
        found = Reach(hosts=TABLE).address(url)
    except BadRequest:
        return

    assert found.startswith(("http://", "https://"))


def test_reach_of_environment_takes_the_proxy_and_its_exceptions() -> None:
    reach = Reach.of_environment({"HTTP_PROXY": "http://p:3128", "no_proxy": "localhost,.gov.vn"})

    assert reach.proxy_for("http://ocsp.example/") == "http://p:3128"
    assert reach.proxy_for("http://ocsp.ca.gov.vn/") is None
    assert reach.proxy_for("http://localhost/") is None
    assert Reach.of_environment({}).proxy_for("http://ocsp.example/") is None
    assert Reach.of_environment({"http_proxy": "p", "no_proxy": "*"}).proxy_for("http://a/") is None
