"""Is every format read truly, and refused when it is not what it should be?"""
