"""The rooms of the work: one a step, each with its checks."""
