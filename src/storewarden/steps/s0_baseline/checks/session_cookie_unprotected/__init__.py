"""Is the session cookie protected?"""
