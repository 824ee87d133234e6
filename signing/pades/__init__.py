"""Making PAdES signatures."""
