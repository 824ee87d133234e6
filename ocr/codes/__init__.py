"""QR and bar codes and machine-readable zones: what a page proves by itself."""
