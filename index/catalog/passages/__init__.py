"""Passages in the catalog: cut, compared for copies, and what stands around them."""
