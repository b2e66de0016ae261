"""Hosts of a challenge: several, from any network, each asked before they become one."""
