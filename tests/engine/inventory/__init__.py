"""Is every component of a tree told, once, and every gap?"""
