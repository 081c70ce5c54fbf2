"""The room of step bridges."""
