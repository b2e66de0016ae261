"""Cancelling events: one date, or all of them."""
