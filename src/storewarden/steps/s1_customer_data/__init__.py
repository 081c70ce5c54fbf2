"""The room of step s1_customer_data."""
