"""The tests of Kindred."""
