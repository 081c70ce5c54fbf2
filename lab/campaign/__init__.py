"""A campaign microsite that answers every address: a decoy for those who guess addresses."""
