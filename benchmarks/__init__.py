"""Measurements of the workstation: corpus generator, head-to-head programs, results."""
