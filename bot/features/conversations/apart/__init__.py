"""People who were introduced to each other, share no room, and talk through Kindred."""
