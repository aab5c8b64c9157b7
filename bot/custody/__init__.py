"""Several bots on one database: who is there, and who has charge of which chat."""
