"""Which sentences of the hits answer a question, and how sure that is."""
