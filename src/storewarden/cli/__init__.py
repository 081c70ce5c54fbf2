"""Commands for people and cron, one file a command."""


def main() -> None:
    """Run the command line."""
    raise SystemExit("storewarden: not yet built")
