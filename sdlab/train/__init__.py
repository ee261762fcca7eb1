"""Making the `tiny` family from scratch: the world, the autoencoder, the denoiser, the scores."""
