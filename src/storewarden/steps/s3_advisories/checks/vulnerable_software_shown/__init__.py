"""Does a site show software that a published advisory names?"""
