"""The shared kernel: people, networks, spaces, roles, domain events, dates and zones, codes."""
