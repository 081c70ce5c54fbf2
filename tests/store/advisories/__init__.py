"""Does the book of advisories answer rightly, and survive everything?"""
