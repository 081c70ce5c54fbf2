"""Does a published advisory name a component that we run?"""
