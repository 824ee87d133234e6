"""Why the kit cannot look at a system at all.

ConformanceError
├── Unreachable                no connection, or no service document
└── UnsafeAddress              a token would go over the network in the clear, or no web address
"""

from __future__ import annotations

from app.errors import Advice, StationError


class ConformanceError(StationError):
    """The kit could not do its work."""

    code = "conformance.failed"
    advice = Advice.USER_ACTION


class Unreachable(ConformanceError):
    """No connection can be made to the system."""

    code = "conformance.unreachable"


class UnsafeAddress(ConformanceError):
    """The address is none, or would show the token to everybody on the way."""

    code = "conformance.unsafe_address"
