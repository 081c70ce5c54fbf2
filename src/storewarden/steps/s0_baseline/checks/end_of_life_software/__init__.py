"""Is everything still supported by its makers?"""
