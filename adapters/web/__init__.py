"""The local web chat: a chat of its own, and the adapter between it and the core."""
