"""The waiting list of a date: who is next, and for how long a seat is offered."""
