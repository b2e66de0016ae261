"""Covers: a picture on the card of an event, checked, kept without what cameras write into it."""
