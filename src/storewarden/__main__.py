"""``python -m storewarden`` is the same as ``storewarden``."""

from storewarden.cli import main

if __name__ == "__main__":
    main()
