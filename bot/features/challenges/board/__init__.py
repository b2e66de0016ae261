"""The board of challenges: lists, one challenge, and their part of homes and searches."""
