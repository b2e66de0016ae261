"""Help that somebody offers with a step, though nobody was asked for it."""
