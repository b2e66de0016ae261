"""The features: each one can be deleted without the others noticing."""
