"""Rules as SQL over stored events, in the subset on which DuckDB and Spark agree."""
