"""Making `tiny-control`: a ControlNet on line art, which leaves `tiny` itself as it is."""
