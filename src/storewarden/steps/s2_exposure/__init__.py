"""The room of step s2_exposure."""
