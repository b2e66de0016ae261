"""Ideas that go quiet: they rest, wake, are withdrawn, or go into other hands."""
