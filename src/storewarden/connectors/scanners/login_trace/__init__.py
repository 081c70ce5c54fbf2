"""Whether a failed log-in leaves a trace in a log."""
