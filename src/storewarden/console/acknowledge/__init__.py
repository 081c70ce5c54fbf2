"""The page behind the signed link of a mail."""
