"""Is the repository of the code for builders only?"""
