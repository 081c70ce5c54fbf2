"""What the followed lists say about everything that a code tree is made of."""
