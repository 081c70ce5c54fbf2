"""The room of step s5_suppliers."""
