"""Polls that are reported to the leads; what becomes of those taken down, `reactions` says."""
