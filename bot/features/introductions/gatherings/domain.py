"""Which events are something to talk about: small ones, not long ago."""

from datetime import timedelta

MOST_PEOPLE = 30
"""In a larger one people do not see who else is there."""

REMEMBERED = timedelta(weeks=26)
"""So long two who were there are told of it."""
