"""Can the receiver tell a real webhook from a forged one?"""
