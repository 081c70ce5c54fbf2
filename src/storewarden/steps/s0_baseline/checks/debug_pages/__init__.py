"""Do errors keep their secrets?"""
