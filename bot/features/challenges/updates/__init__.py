"""Where a group is, said by its hosts, and what was said before."""
