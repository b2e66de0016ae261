"""Attendees: who comes, as each reader may know it, and what hosts do for them."""
