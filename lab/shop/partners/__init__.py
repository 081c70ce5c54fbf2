"""Trade partners: their portal and their API keys."""
