"""Is every component of a CMS or shop found, with the version that it really has?"""
