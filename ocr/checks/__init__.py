"""Page checks: what is measured of a page before it is read, and what the officer is told of it."""
