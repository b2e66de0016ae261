"""What an idea sounds like: near-duplicates among those that are there."""
