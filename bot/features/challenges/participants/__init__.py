"""Who is in a challenge: one list of people over all chats."""
