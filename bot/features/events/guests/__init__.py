"""Guests: people who come to an event without being members, and are written to by e-mail."""
