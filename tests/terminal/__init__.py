"""`kindred` in a terminal, as an operator runs it."""
