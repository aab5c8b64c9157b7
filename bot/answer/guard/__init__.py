"""Whether a sentence stands on its quotation."""
