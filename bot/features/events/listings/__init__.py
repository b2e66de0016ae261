"""Listings: the next date of an event in the list of events that a chat itself keeps."""
