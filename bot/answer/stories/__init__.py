"""Stories over many articles: their steps, what is new, and what somebody said."""
