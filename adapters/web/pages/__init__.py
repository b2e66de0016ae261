"""The pages of the web chat, each with what can be done on it."""
