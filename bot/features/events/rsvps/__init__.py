"""RSVPs: what people answer to a date, or to a whole series."""
