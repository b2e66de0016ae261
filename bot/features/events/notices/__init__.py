"""Notices: what those are told who have answered a date of which something has changed."""
