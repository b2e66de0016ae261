"""Check-ins: a group looks back on a rhythm of its own, everybody in their own day."""
