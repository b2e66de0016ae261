"""On which rhythm a group checks in: what its hosts choose."""
