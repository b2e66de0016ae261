"""The directory: finding people by what they do, offer, need, and where."""
