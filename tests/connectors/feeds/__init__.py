"""Are the followed lists read truly, or not at all?"""
