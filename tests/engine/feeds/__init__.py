"""Are followed lists put in force whole, or left as they are, and is it said why?"""
