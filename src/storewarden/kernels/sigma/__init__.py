"""Sigma rules: one intermediate form, a live matcher over batches, and hunt SQL over the past.

`reading` turns rule files into rules, ``live`` matches them, ``sql`` writes them as queries. Both
must agree on every row.
"""
