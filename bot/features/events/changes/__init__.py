"""Changing events: one date of a series, all that follow, or all."""
