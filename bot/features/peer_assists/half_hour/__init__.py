"""The half hour itself: a room, five steps, an end."""
