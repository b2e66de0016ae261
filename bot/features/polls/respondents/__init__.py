"""Respondents: who can come when, to each reader as they may know it."""
