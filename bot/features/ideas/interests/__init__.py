"""Who is interested in an idea, who could help host it, and whose names are told to whom."""
