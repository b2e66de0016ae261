"""Have you met? What became of introductions, and what people tell of them."""
