"""Profiles: what members tell about themselves, and where they are reached."""
