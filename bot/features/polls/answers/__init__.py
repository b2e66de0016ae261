"""Answers: when each person can come, and whether others read their name."""
