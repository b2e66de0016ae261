"""Discord: the adapter between servers and the core."""
