"""What a community chooses about challenges."""
