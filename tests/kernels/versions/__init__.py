"""Do versions sort as their ecosystems sort?"""
