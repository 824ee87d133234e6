"""Tokens that misbehave."""

from tests.shim.token_fixtures import built_shim, loaded_shim, shim

__all__ = ["built_shim", "loaded_shim", "shim"]
