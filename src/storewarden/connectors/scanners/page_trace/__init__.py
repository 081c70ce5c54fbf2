"""Whether a page request leaves a trace in the access log."""
