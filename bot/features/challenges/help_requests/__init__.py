"""Help with a commitment: from the group, or from people outside whose offers answer."""
