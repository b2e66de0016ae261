"""Slack: the adapter between a workspace and the core."""
