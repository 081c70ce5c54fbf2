"""Is a page request logged?"""
