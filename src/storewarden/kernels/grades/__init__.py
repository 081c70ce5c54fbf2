"""How grave a weakness is: its publisher's word, else the score of its CVSS vector."""

from storewarden.kernels.grades.grading import best_vector, graded, scored, worded

__all__ = ["best_vector", "graded", "scored", "worded"]
