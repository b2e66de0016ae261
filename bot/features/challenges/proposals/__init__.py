"""Proposing a challenge: in a line or by a form, held against those that are there, posted."""
