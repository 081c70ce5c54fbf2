"""What describes the lab to Storewarden: estate file, feeds, reports; and its secrets."""
