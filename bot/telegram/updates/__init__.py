"""Updates from the poll to their turn: read one by one, stored, confirmed."""
