"""Tokens that misbehave, services far away."""

from tests.fakes.far_signers import clock, csc, far_elliptic, far_rsa, rules, smartca
from tests.shim.token_fixtures import built_shim, loaded_shim, shim

__all__ = [
    "built_shim",
    "clock",
    "csc",
    "far_elliptic",
    "far_rsa",
    "loaded_shim",
    "rules",
    "shim",
    "smartca",
]
