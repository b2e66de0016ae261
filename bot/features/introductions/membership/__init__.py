"""Taking part: joining, leaving, pausing, and never with some."""
