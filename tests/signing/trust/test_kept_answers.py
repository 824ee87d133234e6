"""Answers that are kept: while their time lasts, proved again, never for lying there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import x509

from signing.endpoints import Reach
from signing.loops import run_to_end
from signing.trial.authority import (
    CRL_PATH,
    OfficerProfile,
    TrialAuthority,
    TrialKey,
)
from signing.trial.revocation import (
    ListContent,
    OcspFault,
    TrialResponder,
    make_list,
)
from signing.trial.services import TrialServices
from signing.trust.chain import ChainRules, Standing, standing
from signing.trust.kept_answers import KeptAnswer, KeptAnswers
from signing.verdict import Trust

Der = Callable[[TrialKey], bytes]
TRUSTED = Standing(Trust.TRUSTED)


def asked_of(rules: ChainRules, certificate: x509.Certificate) -> Standing:
    return run_to_end(standing(certificate, rules))


def test_kept_answer_serves_again_without_a_question(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    keeping = replace(rules, reach=Reach(kept=tmp_path / "giu"))
    served.publish(authority, ocsp=good.answer)
    asked_of(keeping, officer_certificate)
    served.publish(authority)

    online = asked_of(keeping, officer_certificate)
    offline = asked_of(replace(keeping, fetch=False), officer_certificate)

    assert (online, offline, served.asked) == (TRUSTED, TRUSTED, ())


def test_kept_answer_that_is_not_fresh_is_asked_for_again(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    reach = Reach(kept=tmp_path, fresh_for=timedelta(seconds=-1))
    served.publish(authority, ocsp=good.answer)
    asked_of(replace(rules, reach=reach), officer_certificate)
    revoked = frozenset({officer_certificate.serial_number})
    served.publish(authority, ocsp=replace(good, revoked=revoked).answer)

    assert asked_of(replace(rules, reach=reach), officer_certificate).reason == "REVOKED"
    served.publish(authority)
    assert asked_of(replace(rules, reach=reach), officer_certificate).reason == "REVOKED"


def test_kept_list_serves_while_nobody_answers(
    authority: TrialAuthority, served: TrialServices, rules: ChainRules, tmp_path: Path, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile())))
    keeping = replace(rules, reach=Reach(kept=tmp_path, fresh_for=timedelta(seconds=-1)))
    asked_of(keeping, leaf)
    served.publish(authority, files={CRL_PATH: b"loi"})

    assert asked_of(keeping, leaf) == TRUSTED
    assert served.asked == (CRL_PATH,)


def test_bad_answers_are_never_kept(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    keeping = replace(rules, reach=Reach(kept=tmp_path))
    for fault in OcspFault:
        if fault is not OcspFault.NONE:
            served.publish(authority, ocsp=replace(good, fault=fault).answer)
            assert asked_of(keeping, officer_certificate).trust is Trust.UNKNOWN, fault

    assert list(tmp_path.iterdir()) == []


def test_kept_answer_that_was_changed_is_not_believed(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    keeping = replace(rules, reach=Reach(kept=tmp_path))
    served.publish(authority, ocsp=good.answer)
    asked_of(keeping, officer_certificate)
    (path,) = tmp_path.iterdir()
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "until": "2999-01-01T00:00:00+00:00"}))

    assert asked_of(replace(keeping, fetch=False), officer_certificate) == TRUSTED
    path.write_text(json.dumps({**content, "content": content["content"][:-8]}))
    assert asked_of(replace(keeping, fetch=False), officer_certificate).trust is Trust.UNKNOWN
    path.write_text("rác")
    assert asked_of(replace(keeping, fetch=False), officer_certificate).trust is Trust.UNKNOWN


def test_kept_answer_is_gone_when_its_time_is_over(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    kept = KeptAnswers(tmp_path)
    kept.keep(b"hoi", KeptAnswer(b"dap", now, now + timedelta(hours=1)))

    assert kept.find(b"hoi", now + timedelta(minutes=59)) is not None
    assert kept.find(b"hoi", now + timedelta(minutes=61)) is None
    assert kept.find(b"hoi", now - timedelta(minutes=1)) is None
    assert kept.find(b"khac", now) is None


def test_kept_answers_drop_what_is_over_when_there_are_many(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    kept = KeptAnswers(tmp_path)
    for number in range(60):
        kept.keep(b"%d" % number, KeptAnswer(b"dap", now, now + timedelta(hours=1)))
    later = now + timedelta(hours=2)

    kept.keep(b"moi", KeptAnswer(b"dap", later, later + timedelta(hours=1)))

    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.expects_log_warnings
def test_kept_answers_that_cannot_be_written_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("")
    now = datetime.now(UTC)

    KeptAnswers(tmp_path / "tep").keep(b"hoi", KeptAnswer(b"dap", now, now))


def test_kept_list_is_not_replaced_by_an_older_one_that_still_holds(
    authority: TrialAuthority, served: TrialServices, rules: ChainRules, tmp_path: Path, der: Der
) -> None:
    leaf = x509.Certificate.load(der(authority.issue(OfficerProfile())))
    keeping = replace(rules, reach=Reach(kept=tmp_path, fresh_for=timedelta(seconds=-1)))
    now = datetime.now(UTC)
    revoked = ListContent(now - timedelta(hours=1), revoked=frozenset({leaf.serial_number}))
    served.publish(authority, files={CRL_PATH: make_list(authority.root, revoked)})
    assert asked_of(keeping, leaf).reason == "REVOKED"
    before = make_list(authority.root, ListContent(now - timedelta(days=2)))
    served.publish(authority, files={CRL_PATH: before})

    found = asked_of(keeping, leaf)

    assert found.reason == "REVOKED"


def test_kept_answer_is_not_replaced_by_an_older_one_that_still_holds(
    authority: TrialAuthority,
    served: TrialServices,
    good: TrialResponder,
    rules: ChainRules,
    officer_certificate: x509.Certificate,
    tmp_path: Path,
) -> None:
    keeping = replace(rules, reach=Reach(kept=tmp_path, fresh_for=timedelta(seconds=-1)))
    revoked = frozenset({officer_certificate.serial_number})
    served.publish(authority, ocsp=replace(good, revoked=revoked).answer)
    assert asked_of(keeping, officer_certificate).reason == "REVOKED"

    def earlier() -> datetime:
        return datetime.now(UTC) - timedelta(minutes=30)

    served.publish(authority, ocsp=replace(good, now=earlier).answer)

    assert asked_of(keeping, officer_certificate).reason == "REVOKED"
