"""Reminders: how long before an event somebody is reminded of it, and when that is."""
