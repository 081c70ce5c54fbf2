"""Lock files of Bun."""
