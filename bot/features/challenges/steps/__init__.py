"""What becomes of commitments: who is asked, what they answer, and the lists of what is open."""
