"""What is watched: which articles are about it, and what of them is told."""
