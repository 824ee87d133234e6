"""Pages of every paper type of the catalogue, of look-alikes and of papers nobody asked for."""
