"""Do the connectors see what is wrong at the seams?"""
