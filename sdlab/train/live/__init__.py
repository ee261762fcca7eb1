"""Making `tiny-live`: `tiny` distilled into a denoiser that needs four steps and no guidance."""
