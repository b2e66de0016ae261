"""Events that are reported, and those that facilitators take down."""
