"""TYPO3's log."""
