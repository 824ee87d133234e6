"""Scanners and files as sources of page images."""
