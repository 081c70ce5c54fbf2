"""Full card numbers in databases."""
