"""Do security updates install themselves?"""
