"""A raw page to an upright, even one: what the eye sees and what is read."""
