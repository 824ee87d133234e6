"""Faults of disks, power and processes on a whole station, and what is left after each."""
