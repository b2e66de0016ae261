"""Programmes: with what rhythm, for whom, how many at a time."""
