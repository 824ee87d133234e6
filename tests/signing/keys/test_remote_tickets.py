"""Tickets of requests to services: plain, whole, without secrets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import (
    TicketUnreadable,
)
from signing.identities import Mechanism
from signing.keys.remote import (
    HashItem,
    RemoteRules,
    Ticket,
)
from signing.requests import SmartCaSource
from tests.fakes.far_signers import (
    SMARTCA_USER,
    digests,
    opened_smartca,
)
from tests.fakes.signing_services import SmartCaService


def some_items(count: int) -> list[HashItem]:
    return digests(count, Mechanism.RSA_PKCS1)


def test_ticket_holds_neither_secret_nor_signer(
    smartca: SmartCaService, rules: RemoteRules
) -> None:
    key = opened_smartca(smartca, rules)

    shown = (
        f"{key.begin(some_items(1)).to_json()}{key!r}{SmartCaSource('https://a', SMARTCA_USER)!r}"
    )

    assert SMARTCA_USER not in shown
    assert "bí mật" not in shown


def test_ticket_comes_back_as_it_was(smartca: SmartCaService, rules: RemoteRules) -> None:
    ticket = opened_smartca(smartca, rules).begin(some_items(2))

    assert Ticket.from_json(ticket.to_json()) == ticket


@given(st.one_of(st.text(max_size=60), st.just("[" * 5000), st.just('{"format": 2}')))
def test_ticket_of_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(TicketUnreadable):
        Ticket.from_json(text)


def test_ticket_without_time_zone_is_refused(smartca: SmartCaService, rules: RemoteRules) -> None:
    ticket = opened_smartca(smartca, rules).begin(some_items(1))
    naive = replace(ticket, expires_at=ticket.expires_at.replace(tzinfo=None))

    with pytest.raises(TicketUnreadable):
        Ticket.from_json(naive.to_json())
