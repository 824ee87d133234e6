"""What each command needs of the officer who gives it, once the station has accounts.

The services ask again for what changes anything; this table is for the commands that only show.
"""

from __future__ import annotations

from app.domain.officer import Right

STATION_RIGHTS: dict[str, Right] = {
    "scan": Right.CAPTURE,
    "dossier new": Right.CAPTURE,
    "dossier list": Right.VIEW,
    "dossier show": Right.VIEW,
    "dossier add": Right.CAPTURE,
    "dossier read": Right.REVIEW,
    "dossier leave-out": Right.REVIEW,
    "dossier set": Right.REVIEW,
    "dossier seal": Right.SIGN,
    "outbox list": Right.VIEW,
    "outbox send": Right.SEND,
    "outbox retry": Right.SEND,
    "outbox cancel": Right.SEND,
    "receipt": Right.VIEW,
    "reuse find": Right.SEARCH_OWNER,
    "reuse owner": Right.REVIEW,
    "reuse show": Right.VIEW,
    "reuse take": Right.REVIEW,
    "reuse scan": Right.REVIEW,
    "reuse undo": Right.REVIEW,
    "results fetch": Right.SIGN,
    "results import": Right.SIGN,
    "results list": Right.VIEW,
    "results send": Right.SIGN,
    "results sign": Right.SIGN,
    "evidence": Right.VIEW,
    "login": Right.SEND,
    "officer list": Right.OFFICERS,
    "officer roles": Right.OFFICERS,
    "officer reset": Right.OFFICERS,
    "officer close": Right.OFFICERS,
    "officer reopen": Right.OFFICERS,
    "officer add": Right.OFFICERS,
    "store backup": Right.SET_UP,
    "store restore": Right.SET_UP,
    "purge plan": Right.SET_UP,
    "purge run": Right.SET_UP,
    "purge list": Right.AUDIT,
    "purge undo": Right.SET_UP,
    "purge hold": Right.SET_UP,
    "purge release": Right.SET_UP,
    "store recovery-key": Right.SET_UP,
    "store second-copy": Right.SET_UP,
    "audit export": Right.AUDIT,
    "audit access": Right.AUDIT,
}
"""Commands that open the station; asked when it is open."""

LONE_RIGHTS: dict[str, Right] = {
    "catalog import": Right.SET_UP,
    "catalog install": Right.SET_UP,
    "catalog trust": Right.SET_UP,
    "catalog forms": Right.SET_UP,
    "trust import": Right.SET_UP,
    "trust key": Right.SET_UP,
    "sign": Right.SIGN,
    "extend": Right.SIGN,
    "store key-place": Right.SET_UP,
}
"""Commands that change the station without opening it; asked before they begin."""
