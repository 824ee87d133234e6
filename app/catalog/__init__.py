"""What the law defines and changes: paper types, procedures, provinces, as data."""
