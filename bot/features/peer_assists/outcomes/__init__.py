"""What the asker takes away, and what came of it."""
