"""Bytes of a file to the raw pixels of one page, with bounds."""
