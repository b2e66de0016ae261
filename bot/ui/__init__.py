"""What is said: messages and forms as small closed trees, words, languages, and the floor."""
