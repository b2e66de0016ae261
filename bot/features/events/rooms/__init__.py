"""Rooms: where those who come to a date can talk before, on the day and a while after."""
