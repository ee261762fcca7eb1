"""The numbers behind the figures: schedules, noise, latents, guidance, attention and scores.

Plain functions on tensors and pictures; nothing here loads a model or draws a figure.
"""
