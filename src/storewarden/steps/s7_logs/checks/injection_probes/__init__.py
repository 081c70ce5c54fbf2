"""Does anybody try SQL injection?"""
