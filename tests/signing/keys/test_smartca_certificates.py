"""Whose key it is: parties, signers and certificates of the SmartCA kind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from signing.errors import (
    ChoiceNeeded,
    RemoteAnswerBad,
    RemoteCredentials,
    RemoteUnknown,
    SigningError,
)
from signing.keys.remote import (
    RemoteRules,
    RemoteSecrets,
)
from signing.keys.smartca import open_smartca
from signing.requests import SmartCaSource
from signing.trial.authority import OfficerProfile, TrialAuthority
from tests.fakes.far_signers import (
    SMARTCA_USER,
    opened_smartca,
)
from tests.fakes.signing_services import SmartCaService, certificate_text


def test_smartca_wrong_party_is_named(smartca: SmartCaService, rules: RemoteRules) -> None:
    secrets = RemoteSecrets(account="ben-thu", password=bytearray(b"sai"))

    with pytest.raises(RemoteCredentials):
        open_smartca(SmartCaSource(smartca.url, SMARTCA_USER), secrets, rules)

    assert not secrets.password


@pytest.mark.parametrize(
    ("part", "error"),
    [
        (None, RemoteAnswerBad),
        ({"user_certificates": ["x"]}, RemoteAnswerBad),
        ({"user_certificates": []}, RemoteUnknown),
        ({"user_certificates": [{"cert_status_code": "EXPIRED"}]}, RemoteUnknown),
        ({"user_certificates": [{"cert_data": "AAAA"}]}, RemoteAnswerBad),
        ({"user_certificates": [{}]}, RemoteAnswerBad),
    ],
)
def test_smartca_certificates_that_cannot_be_used_are_named(
    smartca: SmartCaService, rules: RemoteRules, part: object, error: type[SigningError]
) -> None:
    answer = {"status_code": 200, "message": "SUCCESS", "data": part}
    smartca.answers["/v1/credentials/get_certificate"] = [(200, answer)]

    with pytest.raises(error):
        opened_smartca(smartca, rules)


def test_smartca_chain_that_comes_along_is_given_on(
    smartca: SmartCaService, rules: RemoteRules, authority: TrialAuthority
) -> None:
    _, answer = smartca.reply(
        "/v1/credentials/get_certificate",
        {"sp_id": "ben-thu", "sp_password": "bí mật", "user_id": SMARTCA_USER},
    )
    root = certificate_text(authority.root)
    answer["data"]["user_certificates"][0]["chain_data"] = {"ca_cert": root, "root_cert": root}
    smartca.answers["/v1/credentials/get_certificate"] = [(200, answer)]

    assert opened_smartca(smartca, rules).chain == (authority.root_der,)


def test_smartca_without_a_password_asks_nobody(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    with pytest.raises(RemoteCredentials):
        open_smartca(
            SmartCaSource(smartca.url, SMARTCA_USER), RemoteSecrets(account="ben-thu"), rules
        )

    assert not smartca.asked


def test_smartca_unknown_signer_is_named(smartca: SmartCaService, rules: RemoteRules) -> None:
    secrets = RemoteSecrets(account="ben-thu", password=bytearray("bí mật", "utf-8"))

    with pytest.raises(RemoteUnknown):
        open_smartca(SmartCaSource(smartca.url, "1"), secrets, rules)


def test_smartca_several_certificates_are_for_the_officer_to_choose(
    smartca: SmartCaService, rules: RemoteRules, authority: TrialAuthority
) -> None:
    other = authority.issue(OfficerProfile())
    smartca.keys = [*smartca.keys, other]
    serial = f"{other.certificate.serial_number:X}"

    with pytest.raises(ChoiceNeeded):
        opened_smartca(smartca, rules)

    assert opened_smartca(smartca, rules, serial).summary.serial == serial.lower()


def test_smartca_expired_certificate_is_left_out(
    smartca: SmartCaService, rules: RemoteRules, authority: TrialAuthority
) -> None:
    expired = OfficerProfile(valid_from=timedelta(days=-9), valid_for=timedelta(days=1))
    smartca.keys = [authority.issue(expired), *smartca.keys]

    key = opened_smartca(smartca, rules)

    assert key.summary.serial == f"{smartca.keys[1].certificate.serial_number:x}"
