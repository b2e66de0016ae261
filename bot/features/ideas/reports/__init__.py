"""Ideas that are reported to the leads; what becomes of those that are taken down, `rests` says."""
