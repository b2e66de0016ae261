"""The terminal as a door: who is meant by what is typed there, and how answers are shown."""
