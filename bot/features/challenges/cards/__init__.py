"""The card of a challenge, which hangs in channels and stays current."""
