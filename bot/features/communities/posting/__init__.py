"""Who may have cards posted in which channel, and how many a day."""
