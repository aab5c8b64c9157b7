"""What is said around the claims: which day, who is meant, what was understood."""
