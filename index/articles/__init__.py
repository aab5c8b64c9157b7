"""What an article is made of: identity, notices, boilerplate, passages."""
