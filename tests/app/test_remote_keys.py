"""Keys of every kind as hosts of the station: services over loopback, the store of Windows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes

from app.domain.result import ResultOrigin
from app.domain.signing import ItemState, Signer, SignerRole, SigningPlan
from app.errors import LibraryError, StationError, WrongUse
from app.jobs import CancelToken, InlineExecutor
from app.key_files import FileKeys
from app.remote_keys import RemoteKeys
from app.remote_wire import ServiceWay
from app.service_accounts import ServiceAccount, ServiceAccounts, read_accounts
from app.services import results
from app.services.diagnose import check_signing_service
from app.services.folder_desk import SigningDesk, Written
from app.services.key_host import KeyHosts, SecretKind
from app.services.program_signing import ProgramKeys, is_by_program
from app.services.sign_batch import run_batch, start_batch
from app.services.signing_check import CheckRules, check_files
from app.services.signing_desk import FileOutcome, LooseOrder, sign_files
from app.services.signing_line import LineRules, Waiting
from app.services.station import SigningOptions
from app.settings import SettingsInvalid
from app.windows_keys import WindowsKeys
from signing.keystore import open_key
from signing.pades.sign import sign_pdf
from signing.requests import (
    VIETNAM_TIME,
    CscSource,
    P12Source,
    RsaPadding,
    SignRequest,
    SmartCaSource,
)
from signing.trial.authority import OfficerProfile, TrialAuthority, TrialKey
from tests.fakes.counter_station import CounterStation, small_pdf
from tests.fakes.signing_services import CscAccount, CscService, SmartCaService
from tests.fakes.vgca_program import VgcaProgram
from tests.fakes.windows_store import WindowsStore

USER = "012345678901"
PASSWORD = "mat-khau-thu"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TrialAuthority:
    folder = tmp_path_factory.mktemp("ca")
    return TrialAuthority.create(
        folder, datetime.now(UTC), base_url="http://127.0.0.1:9", password=PASSWORD
    )


@pytest.fixture(scope="module")
def rsa(authority: TrialAuthority) -> TrialKey:
    return authority.issue(OfficerProfile())


@pytest.fixture
def csc(rsa: TrialKey) -> Iterator[CscService]:
    with CscService(CscAccount(rsa)) as running:
        yield running


@pytest.fixture
def smartca(rsa: TrialKey) -> Iterator[SmartCaService]:
    with SmartCaService([rsa]) as running:
        yield running


@dataclass
class Keyring:
    """Keys of all kinds with what opens them."""

    csc: CscService
    smartca: SmartCaService
    windows: WindowsStore
    accounts: ServiceAccounts
    p12: Path
    wrong: bytes = b""
    opened: list[RemoteKeys] = field(default_factory=list)

    @property
    def sources(self) -> dict[str, str]:
        print_of_it = self.windows.keys[0].certificate.fingerprint(hashes.SHA256()).hex()
        return {
            "p12": f"p12:{self.p12}",
            "csc": str(CscSource(self.csc.url, "CRED-1")),
            "smartca": str(SmartCaSource(self.smartca.url, USER)),
            "cng": f"cng:{print_of_it}",
        }

    def remote(self) -> RemoteKeys:
        way = ServiceWay(timeout_s=5.0, poll_every_s=0.01)
        made = RemoteKeys(self.accounts, way, os.environ)
        self.opened.append(made)
        return made

    def hosts(self) -> KeyHosts:
        remote, windows = self.remote(), WindowsKeys(self.windows.functions)
        return KeyHosts({"csc": remote, "smartca": remote, "cng": windows, "p12": FileKeys({})})

    def secret(self, kind: str) -> bytearray:
        if self.wrong:
            return bytearray(self.wrong)
        secrets = {"p12": PASSWORD, "csc": self.csc.account.pin}
        return bytearray(secrets.get(kind, "").encode())


@pytest.fixture
def keyring(
    csc: CscService, smartca: SmartCaService, rsa: TrialKey, authority: TrialAuthority,
    tmp_path: Path,
) -> Iterator[Keyring]:  # fmt: skip
    for name, text in (("csc", csc.account.password), ("smartca", "bí mật\n")):
        (tmp_path / name).write_text(text, "utf-8")
    accounts = {
        csc.url: ServiceAccount(csc.url, csc.account.user, str(tmp_path / "csc")),
        smartca.url: ServiceAccount(smartca.url, "ben-thu", str(tmp_path / "smartca")),
    }
    made = Keyring(
        csc, smartca, WindowsStore([rsa]), ServiceAccounts(accounts), authority.officer_p12
    )
    yield made
    for keys in made.opened:
        keys.close()


Sign = Callable[..., list[FileOutcome]]


@pytest.fixture
def sign(keyring: Keyring, tmp_path: Path) -> Sign:
    """Sign three loose files with keys of these kinds."""

    def run(*kinds: str, padding: str = "pkcs1", rules: LineRules | None = None) -> list[FileOutcome]:  # fmt: skip  # noqa: E501
        roles = [*[SignerRole.PERSON] * (len(kinds) - 1), SignerRole.AGENCY]
        roles = roles if len(kinds) > 1 else [SignerRole.PERSON]
        signers = [
            Signer(role, keyring.sources[kind]) for role, kind in zip(roles, kinds, strict=True)
        ]
        plan = SigningPlan(tuple(signers), padding=padding)
        paths = [tmp_path / f"van-ban-{n}.pdf" for n in range(3)]
        for number, path in enumerate(paths):
            path.write_bytes(small_pdf([f"paper {number}"]))
        lane = InlineExecutor()
        options = SigningOptions(padding=padding)
        desk = SigningDesk(keyring.hosts(), lane, lane, lane, lambda: datetime.now(UTC), options)
        return sign_files(
            desk, LooseOrder(paths, None, plan), [keyring.secret(kind) for kind in kinds],
            rules=rules,
        )  # fmt: skip

    return run


def verdicts(outcomes: list[FileOutcome]) -> list[str]:
    written = [one.outcome for one in outcomes]
    assert all(isinstance(one, Written) for one in written), written
    paths = [str(one.target) for one in written if isinstance(one, Written)]
    return [one["integrity"] for one in check_files(InlineExecutor(), paths, CheckRules())]


@pytest.mark.parametrize("kind", ["p12", "csc", "smartca", "cng"])
def test_sign_files_with_a_key_of_any_kind(kind: str, keyring: Keyring, sign: Sign) -> None:
    told: list[Waiting | None] = []

    def confirm(waiting: Waiting | None) -> None:
        told.append(waiting)
        keyring.smartca.confirm()

    outcomes = sign(kind, rules=LineRules(2, on_wait=confirm))

    assert verdicts(outcomes) == ["intact"] * 3
    assert not keyring.windows.open_things
    assert [one.files if one else 0 for one in told] == ([3, 0] if kind == "smartca" else [])


def test_sign_files_person_and_agency_at_different_services(keyring: Keyring, sign: Sign) -> None:
    keyring.smartca.confirm_at_once = True
    keyring.csc.account.algorithms = ["1.2.840.113549.1.1.11"]

    outcomes = sign("csc", "smartca")

    assert verdicts(outcomes) == ["intact"] * 3
    assert keyring.csc.paths().count("/csc/v1/credentials/authorize") == 1
    assert len(keyring.smartca.requests) == 1


def test_sign_files_one_time_code_is_asked_for_by_name(keyring: Keyring, sign: Sign) -> None:
    keyring.csc.account.code = "778899"
    asked: list[str] = []

    def ask(signer: str) -> bytearray:
        asked.append(signer)
        return bytearray(b"778899")

    outcomes = sign("csc", padding="pss", rules=LineRules(2, ask_code=ask))

    assert verdicts(outcomes) == ["intact"] * 3
    assert len(asked) == 1
    assert asked[0]


def test_sign_files_service_that_knows_no_pss_is_refused_before_it_is_asked(
    keyring: Keyring, sign: Sign
) -> None:
    with pytest.raises(LibraryError) as caught:
        sign("smartca", padding="pss")

    assert caught.value.code == "certificate.padding_refused"
    assert "/v1/signatures/sign" not in keyring.smartca.paths()


def test_sign_files_wrong_pin_is_tried_once(keyring: Keyring, sign: Sign) -> None:
    keyring.wrong = b"0000"

    outcomes = sign("csc", padding="pss")

    codes = {one.outcome.code for one in outcomes if isinstance(one.outcome, StationError)}
    assert codes == {"remote.credentials"}
    assert keyring.csc.account.tries == 2


def test_secret_kind_says_what_the_officer_types(keyring: Keyring) -> None:
    sources, hosts = keyring.sources, keyring.hosts()
    unknown = replace(keyring, accounts=ServiceAccounts()).hosts()

    kinds = {kind: hosts.secret_kind(source) for kind, source in sources.items()}

    assert kinds == {
        "p12": SecretKind.PASSWORD,
        "csc": SecretKind.PIN,
        "smartca": SecretKind.NONE,
        "cng": SecretKind.NONE,
    }
    assert unknown.secret_kind(sources["csc"]) is SecretKind.PASSWORD


def test_unlock_with_a_typed_password_signs_in(keyring: Keyring) -> None:
    account = ServiceAccount(keyring.csc.url, keyring.csc.account.user)
    accounts = ServiceAccounts({keyring.csc.url: account})
    keyring.csc.account.mode = "implicit"
    typed = bytearray(keyring.csc.account.password.encode())

    identity = replace(keyring, accounts=accounts).remote().unlock(keyring.sources["csc"], typed)

    assert identity.is_late
    assert not any(typed)


def test_check_of_a_service_sends_no_secret_and_names_what_is_wrong(keyring: Keyring) -> None:
    remote, source = keyring.remote(), keyring.sources["csc"]
    remote.check(source)
    asked = [*keyring.csc.paths()]
    keyring.csc.answers["/csc/v1/info"] = [(503, b"")]

    found = check_signing_service(lambda: remote.check(source))
    strange = check_signing_service(lambda: remote.check("csc:https://khac.example#X"))
    good = check_signing_service(lambda: remote.check(keyring.sources["smartca"]))

    assert asked == ["/csc/v1/info"]
    assert set(keyring.csc.headers) == {""}
    assert (found.good, found.state) == (False, "remote.busy")
    assert (strange.good, strange.state) == (False, "remote.credentials")
    assert good.good


def test_unlock_sends_a_secret_nowhere_but_where_it_was_set_up_for(keyring: Keyring) -> None:
    strange = str(CscSource(keyring.csc.url.replace("127.0.0.1", "localhost"), "CRED-1"))
    typed = bytearray(b"13572468")

    with pytest.raises(LibraryError) as caught:
        keyring.remote().unlock(strange, typed)

    assert caught.value.code == "remote.credentials"
    assert keyring.csc.asked == []
    assert not any(typed)


def test_locked_key_answers_nothing(keyring: Keyring) -> None:
    remote, source = keyring.remote(), keyring.sources["csc"]
    remote.unlock(source, keyring.secret("csc"))
    remote.lock()

    for ask in (
        lambda: remote.begin(source, (), lambda _: None),
        lambda: remote.send_code(source),
        lambda: remote.give_code(source, bytearray(b"1")),
    ):
        with pytest.raises(LibraryError) as caught:
            ask()
        assert caught.value.code == "key.pin_needed"


@pytest.mark.parametrize("source", ["p12:/a.p12", "vgca:", "csc:not an address", "smartca:"])
def test_unlock_of_something_else_is_refused_and_wiped(keyring: Keyring, source: str) -> None:
    typed = bytearray(b"1234")

    with pytest.raises(LibraryError) as caught:
        keyring.remote().unlock(source, typed)

    assert caught.value.code == "key.bad_source"
    assert not any(typed)


def test_batch_killed_while_a_telephone_waits_uses_its_value_after_the_restart(
    keyring: Keyring,
) -> None:
    counter, cancel = CounterStation(), CancelToken()
    data = small_pdf(["a result"])
    home = results.take_in(counter.station, "a.pdf", data, ResultOrigin.FOLDER).dossier_id
    signer = Signer(SignerRole.PERSON, keyring.sources["smartca"])
    station = replace(counter.station, keys=keyring.hosts())
    batch = start_batch(station, [home], SigningPlan((signer,), padding="pkcs1"))
    rules = LineRules(2, cancel=cancel, on_wait=lambda _: cancel.cancel())

    stopped = run_batch(station, batch.id, [bytearray()], rules=rules)
    keyring.smartca.confirm()
    again = replace(counter.station, keys=keyring.hosts())
    done = run_batch(again, batch.id, [bytearray()])

    assert [item.state for item in stopped.items] == [ItemState.ASKED]
    assert "012345678901" not in stopped.items[0].work.ticket
    assert [item.state for item in done.items] == [ItemState.PUBLISHED]
    assert keyring.smartca.signed == 1
    assert keyring.smartca.paths().count("/v1/signatures/sign") == 1


def test_read_accounts_reads_what_is_set_up(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(" the-token\n", "utf-8")
    file = tmp_path / "services.json"
    entry = {"url": "https://a.example/", "token_file": str(tmp_path / "token")}
    file.write_text(json.dumps({"services": [entry]}), "utf-8")

    account = read_accounts(str(file)).of("https://a.example")

    assert account.secrets().bearer == b"the-token"
    assert account.is_whole
    assert "token" not in repr(account.secrets())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"services": {"a": 1}}',
        '{"services": [{}]}',
        '{"services": [{"url": 1}]}',
        '{"services": [{"url": "https://a", "password": "in the open"}]}',
        '{"services": [{"url": "https://a"}, {"url": "https://a/"}]}',
    ],
)
def test_read_accounts_damaged_is_told_when_one_is_needed(tmp_path: Path, text: str) -> None:
    file = tmp_path / "services.json"
    file.write_text(text, "utf-8")

    accounts = read_accounts(str(file))

    with pytest.raises(SettingsInvalid):
        accounts.of("https://a")


def test_account_whose_file_is_gone_or_huge_is_told(tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    huge.write_bytes(b"x" * 70_000)

    for file in (str(tmp_path / "missing"), str(huge)):
        with pytest.raises(SettingsInvalid):
            ServiceAccount("https://a", "b", file).secrets()
    with pytest.raises(SettingsInvalid):
        read_accounts(str(tmp_path / "missing")).of("https://a")


@pytest.mark.parametrize("kind", ["SignApproved", "SignIssued"])
def test_sign_files_by_the_program_of_the_authority(
    authority: TrialAuthority, tmp_path: Path, kind: str
) -> None:
    paths = loose(tmp_path, 2)
    role = SignerRole.AGENCY if kind == "SignIssued" else SignerRole.PERSON
    with VgcaProgram(by_officer(authority)) as program:
        outcomes = by_program(tmp_path, program.url, role)

    assert verdicts(outcomes) == ["intact"] * 2
    assert [path for path, _ in program.orders] == [kind] * 2
    assert all(path.read_bytes() == small_pdf(["paper"]) for path in paths)


def test_sign_files_refused_in_the_program_stops_the_rest(
    authority: TrialAuthority, tmp_path: Path
) -> None:
    loose(tmp_path, 3)
    with VgcaProgram(by_officer(authority)) as program:
        program.answer = json.dumps({"Status": 11, "Message": "hủy"})
        outcomes = by_program(tmp_path, program.url, SignerRole.PERSON)

    codes = [one.outcome.code for one in outcomes if isinstance(one.outcome, StationError)]
    assert codes == ["remote.refused"] * 3
    assert len(program.orders) == 1
    assert list(tmp_path.glob("*signed*")) == []


def test_program_signs_alone_and_never_in_a_batch(tmp_path: Path) -> None:
    program = Signer(SignerRole.PERSON, "vgca:")
    other = Signer(SignerRole.AGENCY, "p12:/a.p12")

    assert not is_by_program(SigningPlan((other,)))
    for plan in (SigningPlan((program, other)), SigningPlan((program,), level="b-t")):
        with pytest.raises(WrongUse):
            is_by_program(plan)
    with pytest.raises(LibraryError):
        ProgramKeys().unlock("vgca:", bytearray())
    assert ProgramKeys().secret_kind("vgca:") is SecretKind.NONE


def loose(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"tep-{n}.pdf" for n in range(count)]
    for path in paths:
        path.write_bytes(small_pdf(["paper"]))
    return paths


def by_program(folder: Path, url: str, role: SignerRole) -> list[FileOutcome]:
    lane = InlineExecutor()
    desk = SigningDesk(KeyHosts(), lane, lane, lane, lambda: datetime.now(UTC))
    plan = SigningPlan((Signer(role, f"vgca:{url}"),), padding="pkcs1")
    order = LooseOrder(sorted(folder.glob("tep-*.pdf")), None, plan)
    return sign_files(desk, order, [bytearray()])


def by_officer(authority: TrialAuthority) -> Callable[[bytes], bytes]:
    """What the program does to a file."""

    def sign(content: bytes) -> bytes:
        folder = authority.folder / "by-program"
        folder.mkdir(exist_ok=True)
        source, target = folder / "a.pdf", folder / "b.pdf"
        source.write_bytes(content)
        target.unlink(missing_ok=True)
        request = SignRequest(
            datetime.now(VIETNAM_TIME), rsa_padding=RsaPadding.PKCS1, allow_unknown_issuer=True
        )
        key_file = P12Source(authority.officer_p12)
        with open_key(key_file, bytearray(PASSWORD.encode())) as key:
            sign_pdf(source, target, key, request)
        return target.read_bytes()

    return sign
