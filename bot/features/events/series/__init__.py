"""Series: events that happen again by a rule."""
