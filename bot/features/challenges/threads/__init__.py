"""Threads below the cards of a challenge that are joined up: one conversation in all chats."""
