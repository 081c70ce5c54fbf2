"""Does anybody try one password after the other?"""
