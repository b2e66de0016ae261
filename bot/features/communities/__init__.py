"""Communities and the chats they live in: founding, connecting, and where to speak to everybody."""
