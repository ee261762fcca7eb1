"""Making `tiny-upscale`: an autoencoder of four pixels a latent, and a U-Net that sees the small picture."""
