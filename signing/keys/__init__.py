"""Implementations of the key store: tokens and key files."""
