"""Do notices arrive?"""
