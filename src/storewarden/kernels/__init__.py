"""Pure functions over batches: parse, decode, match, recognise."""
