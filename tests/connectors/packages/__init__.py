"""Is every pin of every lock file found?"""
