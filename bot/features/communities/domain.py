"""Codes that connect chats."""

from datetime import timedelta

PURPOSE = "connect"
GOOD_FOR = timedelta(days=7)

NAME_LENGTH = 80
