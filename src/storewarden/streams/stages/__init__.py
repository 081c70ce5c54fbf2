"""What looks at batches: patterns, windows and rules, each a `streams.detecting.Stage`."""
