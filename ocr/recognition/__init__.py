"""Pixels to words: engines, second looks and repairs."""
