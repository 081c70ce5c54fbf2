"""Whole price lists for anybody."""
