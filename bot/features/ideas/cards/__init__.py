"""The card of an idea, which hangs in channels and stays current."""
