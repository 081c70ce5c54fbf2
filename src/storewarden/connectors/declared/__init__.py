"""What the estate file itself declares: people, suppliers, pen tests."""
