"""Dates as people write them, read in the zone of who writes them; and what comes again."""
