"""The names of networks, topics and towns: spellings that are one, new names, and the way back."""
