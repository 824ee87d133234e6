"""Encrypted store: database rows, write-once blobs, keys, audit."""
