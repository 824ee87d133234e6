"""A small processing system: for demonstrations, tests and checking the intake contract.

It runs as a process of its own; nothing else of the workstation imports it, except the command
that starts it.
"""
