"""A real django-oscar shop with weaknesses planted on purpose; see lab/WEAKNESSES.md."""
