"""Explore: pictures from a trained generator."""
