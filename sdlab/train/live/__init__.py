"""Making `tiny-live`: `tiny` distilled into a U-Net that needs four steps and no guidance."""
