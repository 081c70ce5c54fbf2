"""Does somebody answer for every step?"""
