"""Introductions that members suggest, with the consent of both."""
