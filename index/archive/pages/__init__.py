"""A page of HTML: what stands where, and which part of it is the article."""
