"""The room of step s6_payments."""
