"""The room of step s7_logs."""
