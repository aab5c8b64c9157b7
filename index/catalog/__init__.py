"""The catalog: the truth about articles, versions, passages, jobs, answers and citations, in SQL."""
