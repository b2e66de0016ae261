"""Codes that connect chats."""

from datetime import timedelta

PURPOSE = "connect"
GOOD_FOR = timedelta(days=7)

WRONG = "communities.wrong_codes:"
"""Before the names of spaces, under which it is kept that wrong codes were tried there."""

NAME_LENGTH = 80

FIRST_LINE = "communities.first_line"
"""What is said first in a channel of a space (the subject), told for the member who chose it."""
