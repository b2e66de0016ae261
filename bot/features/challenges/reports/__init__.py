"""Challenges that are reported to the leads."""
