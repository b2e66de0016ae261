"""Introductions: programmes, rounds, matching and the follow-up."""
