"""Are copies and dumps out of the web root?"""
