"""An invented community to try Kindred with.

Its people (community.csv), their story (story.toml), and their events (events.toml).
"""
