"""Checking in: who is really there, by their own word, a code at the door, or a host's hand."""
