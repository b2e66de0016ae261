"""Rounds: preparing, looking at, changing, opening and closing them."""
