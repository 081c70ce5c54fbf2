"""What cannot wait is read by somebody, or goes up the chain."""
