"""Slots of a poll: read, shown, asked about in channels, changed."""
