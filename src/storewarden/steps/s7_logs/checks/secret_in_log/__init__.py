"""Do passwords, keys or card numbers stand in the access log?"""
