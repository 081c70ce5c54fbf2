"""Front-end libraries with known weaknesses, and what gives them away."""
