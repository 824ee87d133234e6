"""Signing library: keys, PAdES signatures, validation, trust.

Knows neither Qt nor the workstation (`app`) nor `ocr`. Importing this package loads nothing
heavy; `signing.errors`, `signing.identities`, `signing.requests` and `signing.verdict` are
plain values that any process may import, everything else (pyHanko, python-pkcs11,
cryptography) belongs in a worker.
"""
