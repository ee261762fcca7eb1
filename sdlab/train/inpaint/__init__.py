"""Making `tiny-inpaint`: a denoiser that sees what surrounds a hole, grown out of `tiny`'s."""
