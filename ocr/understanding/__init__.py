"""Words and codes to a paper type and its fields, with checks."""
