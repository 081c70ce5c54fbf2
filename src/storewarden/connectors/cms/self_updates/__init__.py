"""Whether a content system may install its own security releases."""
