"""The catalog: the truth about articles, passages, jobs, answers and citations, in SQL."""
