"""Events among all that is open to join: their next dates, and which of them somebody answered."""
