"""Breakouts: those who are there in groups of three to five, across networks."""
