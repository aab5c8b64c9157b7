"""What only admins do in the chat."""
