"""Making `tiny-inpaint`: a U-Net that sees what surrounds a hole, grown out of `tiny`'s."""
