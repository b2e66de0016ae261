"""What the storage of every feature stands on: the database, people, the outbox, a unit of work."""
