"""Where the catalog is: a file of SQLite, or a PostgreSQL server; and how its tables change."""
