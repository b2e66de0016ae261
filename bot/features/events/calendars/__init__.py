"""Calendars: events as iCalendar (RFC 5545), for files and feeds."""
