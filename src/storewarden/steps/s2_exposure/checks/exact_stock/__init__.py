"""Does the shop keep its stock to itself?"""
