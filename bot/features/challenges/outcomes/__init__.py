"""How groups end: with an outcome for others, or by being taken back; and how they begin again."""
