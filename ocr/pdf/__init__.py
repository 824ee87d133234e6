"""Layers and words to a PDF/A-2u file with its metadata, and the check of it."""
