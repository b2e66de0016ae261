"""The dates of an event: each day on which it happens, with its own list of people."""
