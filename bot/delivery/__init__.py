"""What is said later or elsewhere: the outbox, addresses, and how people are reached."""
