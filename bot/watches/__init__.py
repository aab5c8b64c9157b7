"""What people want to be told of: their watches, which new articles are about them, and when."""
