"""What describes the lab to Storewarden: estate file, feeds, reports; and the lab's secrets."""

from lab.estate.telling import write

__all__ = ["write"]
