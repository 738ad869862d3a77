"""The controllers of the window, without the window: real choices, real tiny trainings, no Qt."""
