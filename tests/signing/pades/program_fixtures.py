"""The government's program as a fixture; a test module imports what it uses."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signing.keys.vgca import VgcaOrder, VgcaRules
from signing.keystore import SigningKey
from signing.pades.prepared import sign_pdf
from signing.pades.returned import sign_with_program
from signing.requests import Level, SignRequest, VgcaSource
from tests.fakes.vgca_program import VgcaProgram

Builder = Callable[[Level], SignRequest]


def new_token() -> str:
    return secrets.token_hex(16)


@pytest.fixture
def rules() -> VgcaRules:
    return VgcaRules(new_token=new_token, connect_within_s=5.0, sign_within_s=20.0)


@pytest.fixture
def by_program(tmp_path: Path, key: SigningKey, request_for: Builder) -> Callable[[bytes], bytes]:
    """Sign the way another program would, in a folder of its own."""

    def sign(content: bytes) -> bytes:
        folder = tmp_path / "chuong-trinh"
        folder.mkdir(exist_ok=True)
        before, after = folder / "truoc.pdf", folder / "sau.pdf"
        before.write_bytes(content)
        sign_pdf(before, after, key, request_for(Level.B_B))
        return after.read_bytes()

    return sign


@pytest.fixture
def program(by_program: Callable[[bytes], bytes]) -> Iterator[VgcaProgram]:
    with VgcaProgram(by_program) as running:
        yield running


def signed(plain: Path, program: VgcaProgram, request: SignRequest, rules: VgcaRules) -> Path:
    target = plain.with_name("ky.pdf")
    order = VgcaOrder()
    sign_with_program(plain, target, VgcaSource(program.url), request, order, rules=rules)
    return target
