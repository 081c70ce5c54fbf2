"""The fuse box: the one room that finds and plugs concrete things together.

It alone walks folders and reads the clock. A new wire is a function in the module of its concern;
nothing is imported here, so that a command, and ``storewarden --help``, loads only what it needs.
"""
