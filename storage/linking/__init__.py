"""Accounts that become one person's: who was two members is one, and for a day may be two again."""

from storage.linking.links import KNOWN, SqlLinks

__all__ = ["KNOWN", "SqlLinks"]
