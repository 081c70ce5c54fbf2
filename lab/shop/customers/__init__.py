"""What the shop keeps about its customers beyond their accounts."""
