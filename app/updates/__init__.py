"""Updates without a network: proved before anything is laid down, staged, switched, taken back."""
