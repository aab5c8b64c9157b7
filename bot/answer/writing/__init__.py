"""An answer by a language model: prompt, stream, retries, fall-back."""
