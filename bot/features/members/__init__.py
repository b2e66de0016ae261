"""Profiles and the directory: who there is, what they do, and how they are found."""
