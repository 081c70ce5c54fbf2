"""django-oscar's record of used vouchers."""
