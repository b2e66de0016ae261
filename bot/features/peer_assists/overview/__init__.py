"""Where things stand, for those who are in it and those who lead."""
