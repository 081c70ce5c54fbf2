"""One file a command: a module here that holds ``COMMAND`` is found without being listed."""
