"""Does the installed kernel run?"""
