"""Are security updates waiting?"""
