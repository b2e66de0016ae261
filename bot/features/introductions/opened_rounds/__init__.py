"""Rounds that are open or over: how far they are delivered, who met whom, what became of it."""
