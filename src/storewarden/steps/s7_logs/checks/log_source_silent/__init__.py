"""Does every log still write?"""
