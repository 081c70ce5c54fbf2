"""May the content system update itself?"""
