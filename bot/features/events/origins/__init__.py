"""Events made of something: their form is filled in by it, and who is interested is told."""
