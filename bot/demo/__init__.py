"""An invented community to try Kindred with: people (community.csv), their story (story.toml)."""
