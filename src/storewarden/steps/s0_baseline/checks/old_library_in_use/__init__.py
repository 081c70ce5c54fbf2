"""Do programs run on replaced libraries?"""
