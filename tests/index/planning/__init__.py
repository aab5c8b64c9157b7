"""Planning: what a question asks for."""
