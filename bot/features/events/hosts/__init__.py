"""Hosts of events: who is one, and how somebody becomes one."""
