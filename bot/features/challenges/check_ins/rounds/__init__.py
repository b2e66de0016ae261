"""The rounds of a rhythm: who is to be asked when, and asking them."""
