"""Is a weakness graded as its publisher or the standard says?"""
