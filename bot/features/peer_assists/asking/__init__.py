"""Asking people for half an hour, each alone, and what they say."""
