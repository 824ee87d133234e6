"""Signing library: keys, PAdES signatures, appearances, validation, trust.

Knows neither Qt nor the workstation (`app`) nor `ocr`.
"""
