"""Plain functions, checked by properties and by brute force."""
