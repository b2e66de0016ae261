"""What is told below a card of what would help, and who could."""
