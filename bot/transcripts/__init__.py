"""Conversations as documents: what was asked and answered, with every quotation and its source."""
