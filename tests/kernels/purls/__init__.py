"""Is one package one name, whoever tells of it?"""
