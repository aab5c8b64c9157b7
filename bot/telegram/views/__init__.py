"""What people see in the chat. Pure."""
