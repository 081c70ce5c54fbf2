"""The book of everything that the followed lists published, kept so that one join answers."""
