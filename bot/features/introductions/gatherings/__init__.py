"""Gatherings: where members were together, which is something to talk about."""
