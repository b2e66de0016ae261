"""Open pages: events on the web for whoever has their address, and a list of them."""
