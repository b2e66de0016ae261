"""How each is asked: where, at what hour, and for how long not at all."""
