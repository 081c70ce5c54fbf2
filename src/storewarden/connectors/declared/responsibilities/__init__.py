"""Who answers for which step, as the estate file says."""
