"""What a challenge is made of, and what is made of it: gatherings, ideas, introductions."""
