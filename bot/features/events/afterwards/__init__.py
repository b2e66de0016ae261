"""Afterwards: thanks, whom people would like to talk to again, and what came of it."""
