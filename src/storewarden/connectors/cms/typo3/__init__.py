"""TYPO3: what we know of it."""
