"""Pure rules of dossiers, pages, fields and submissions: standard library only.

No I/O, no clock, no randomness: time and ids come in as arguments.
"""
