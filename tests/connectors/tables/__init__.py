"""Tables that platforms write are read as logs."""
