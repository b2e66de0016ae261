"""Codes that connect chats."""

from datetime import timedelta

PURPOSE = "connect"
GOOD_FOR = timedelta(days=7)

NAME_LENGTH = 80

FIRST_LINE = "communities.first_line:"
"""How the key begins of what is said first in a channel that was chosen."""
