"""Is the site encrypted on the way?"""
