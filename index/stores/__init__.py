"""What of a generation lies on disk: Chroma, Tantivy, vectors and columns."""
