"""Seeded generator of synthetic Vietnamese administrative pages with their truth.

Run `python -m benchmarks.corpus --seed N --out DIR`, or `python -m benchmarks.corpus samples` to
draw the sample dossiers of `resources/samples` again. Every person, number, seal and signature is
invented.
"""
