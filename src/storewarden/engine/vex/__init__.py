"""What others and we say of weaknesses in products: VEX, read and written."""
