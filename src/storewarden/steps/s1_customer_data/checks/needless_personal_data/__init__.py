"""Personal data that selling does not need."""
