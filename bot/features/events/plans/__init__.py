"""Planning events: said in a line or filled in, shown, posted, changed, copied."""
