"""The room of step s0_baseline."""
