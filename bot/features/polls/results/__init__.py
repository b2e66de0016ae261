"""Results: when a poll closes, and what is made of it."""
