"""Are shipped passwords gone?"""
