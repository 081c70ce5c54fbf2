"""Are whole price lists for those who have a key?"""
