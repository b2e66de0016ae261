"""Commitments: small steps that people set themselves, in a group or just for themselves."""
