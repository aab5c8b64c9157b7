"""The archive side: articles in, hits out. Synchronous and offline."""
