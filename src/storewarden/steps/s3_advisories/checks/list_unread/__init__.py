"""Does somebody look at every list?"""
