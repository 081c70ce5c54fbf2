"""Is every list that we follow read, and fresh?"""
