"""Mail out, by an SMTP server: a chat in which Kindred only speaks, to those who are in none."""
