"""Trust: roots, chains and their state of revocation."""
