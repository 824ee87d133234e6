"""Data that ships with the program: catalogue, samples; each file names its source and date."""
