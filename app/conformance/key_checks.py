"""Checks of signed key sets: address, chain, versions, and what the service document says.

Source: RFC 7515 (JWS), RFC 7517 §5 (JWK set); docs/intake-api.yaml.
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import jwt

from app.conformance.checking import Check, check
from app.conformance.expecting import (
    NotAsked,
    Unmet,
    expect,
    expect_problem,
    expect_status,
    object_of,
)
from app.conformance.probe import Probe
from app.conformance.samples import Json
from app.conformance.service_checks import keys_of

_TYPE = "sohoa-keys+jwt"
_ALGORITHMS = {("OKP", "Ed25519"): "EdDSA", ("EC", "P-256"): "ES256"}
_MATERIAL = ("kty", "crv", "x", "y")
_MAX_BYTES = 16 * 1024
_MAX_SETS = 64
_MAX_ROUNDS = 50


def _address(probe: Probe) -> str:
    address = probe.service.get("key_sets")
    if address is None:
        raise NotAsked("hệ thống không công bố bộ khóa có chữ ký")
    expect(isinstance(address, str) and address != "", "key_sets là địa chỉ")
    return str(address)


def _since(probe: Probe, after: int) -> list[str]:
    joint = "&" if "?" in _address(probe) else "?"
    reply = probe.wire.ask("GET", f"{_address(probe)}{joint}after={after}", token="")
    sets = object_of(expect_status(reply, 200)).get("sets")
    if not isinstance(sets, list) or not all(isinstance(each, str) for each in sets):
        raise Unmet("sets là danh sách JWS dạng gọn")
    return sets


def _all(probe: Probe) -> list[str]:
    """Every set there is, portion by portion."""
    sets: list[str] = []
    for _ in range(_MAX_ROUNDS):
        more = _since(probe, _version(sets[-1]) if sets else 0)
        if not more:
            return sets
        sets += more
    raise Unmet("danh sách bộ khóa có kết thúc")


def _header(jws: str) -> Json:
    try:
        return dict(jwt.get_unverified_header(jws))
    except jwt.PyJWTError as error:
        raise Unmet("bộ khóa là JWS dạng gọn") from error


def _told(jws: str) -> Json:
    try:
        payload = jwt.PyJWS().decode(jws, options={"verify_signature": False})
        told = json.loads(payload)
    except (jwt.PyJWTError, ValueError) as error:
        raise Unmet("bộ khóa là JWS dạng gọn, nội dung JSON") from error
    expect(isinstance(told, dict) and isinstance(told.get("keys"), list), "bộ khóa có keys")
    return dict(told)


def _version(jws: str) -> int:
    return _count(jws, "version")


def _issued(jws: str) -> int:
    return _count(jws, "iat")


def _count(jws: str, name: str) -> int:
    number = _told(jws).get(name)
    if type(number) is not int:
        raise Unmet(f"{name} là số nguyên")
    return number


def _keys(jws: str) -> dict[str, dict[str, Any]]:  # Any: members of a JWK have no one type
    return {str(key.get("kid")): key for key in _told(jws)["keys"] if isinstance(key, dict)}


@check("H12", "keySets", "Bộ khóa có chữ ký đọc được khi chưa đăng nhập, là danh sách JWS dạng gọn")
def _are_open(probe: Probe) -> None:
    sets = _all(probe)

    expect(bool(sets), "có ít nhất một bộ khóa")
    expect(all(len(each) <= _MAX_BYTES for each in sets), "mỗi bộ không quá 16 KiB")
    expect(len(_since(probe, 0)) <= _MAX_SETS, "không quá 64 bộ một lần")


@check("H13", "keySets", "Mỗi bộ khóa có typ sohoa-keys+jwt, ký bằng khóa của bộ ngay trước")
def _chain(probe: Probe) -> None:
    sets = _all(probe)

    for before, each in pairwise([sets[0], *sets]):
        header = _header(each)
        expect(header.get("typ") == _TYPE, f"typ là {_TYPE}")
        key = _keys(before).get(str(header.get("kid")), {})
        algorithm = _ALGORITHMS.get((str(key.get("kty")), str(key.get("crv"))), "")
        try:
            jwt.PyJWS().decode(each, jwt.PyJWK(key, algorithm), algorithms=[algorithm])
        except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
            raise Unmet("chữ ký đúng với một khóa của bộ ngay trước") from error


@check("H14", "keySets", "version tăng dần, iat không lùi")
def _grow(probe: Probe) -> None:
    for before, each in pairwise(_all(probe)):
        expect(_version(before) < _version(each), "version tăng dần")
        expect(_issued(before) <= _issued(each), "iat không lùi")


@check("H15", "keySets", "after=N chỉ cho các bộ mới hơn N; bộ mới nhất thì danh sách rỗng")
def _are_newer(probe: Probe) -> None:
    sets = _all(probe)

    for each in sets:
        newer = _since(probe, _version(each))
        expect(all(_version(jws) > _version(each) for jws in newer), "chỉ các bộ mới hơn")
    expect(not _since(probe, _version(sets[-1])), "sau bộ mới nhất: danh sách rỗng")


@check("H16", "service", "jwks của tài liệu dịch vụ là bộ khóa mới nhất, cùng version")
def _is_published(probe: Probe) -> None:
    newest = _all(probe)[-1]
    published = probe.service["jwks"]

    expect(published.get("version") == _version(newest), "cùng version")
    named = {str(key.get("kid")) for key in keys_of(probe)}
    expect(named == set(_keys(newest)), "cùng các kid")


@check("H17", "keySets", "Không bộ nào đặt khóa khác dưới kid đã dùng, hay bỏ dấu thu hồi")
def _keep_names(probe: Probe) -> None:
    for before, each in pairwise(_all(probe)):
        old, new = _keys(before), _keys(each)
        for kid in old.keys() & new.keys():
            same = all(old[kid].get(name) == new[kid].get(name) for name in _MATERIAL)
            expect(same, "cùng kid là cùng khóa")
            kept = not old[kid].get("revoked") or bool(new[kid].get("revoked"))
            expect(kept, "khóa đã thu hồi vẫn thu hồi")


@check("H18", "keySets", "after không phải số: 400", mandatory=False)
def _refuses_words(probe: Probe) -> None:
    expect_problem(probe.wire.ask("GET", f"{_address(probe)}?after=x", token=""), 400)


KEY_CHECKS: tuple[Check, ...] = (
    _are_open,
    _chain,
    _grow,
    _are_newer,
    _is_published,
    _keep_names,
    _refuses_words,
)
