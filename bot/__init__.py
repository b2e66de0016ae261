"""The core of Kindred. Knows no chat platform, database, scheduler or web framework."""
