"""Is every call between our systems encrypted on its way?"""
