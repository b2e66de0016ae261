"""The rooms in which people meet, wherever these are."""
