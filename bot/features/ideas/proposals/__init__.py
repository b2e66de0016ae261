"""Proposing ideas: new ones, what is like them, and what is said otherwise later."""
