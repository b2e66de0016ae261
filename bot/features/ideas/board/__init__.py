"""The board of ideas: lists, one idea, and their part of homes and searches."""
