"""What becomes of ideas: events, and what came of it."""
