"""An answer without a language model: what it tells, and in which order."""
