"""What there is to come: lists of events, one of them, and their part of homes and searches."""
