"""Ways to hand a finished dossier to the province's processing system."""
