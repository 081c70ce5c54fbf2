"""Moves event batches through the kernels."""
