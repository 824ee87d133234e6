"""A throw-away authority, its services and token, for tests and demonstrations."""
