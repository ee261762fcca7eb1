"""Pictures as people have them: opened from anything, fitted, enlarged, laid out on a sheet."""

from sdlab.picture.enlarging import Method, enlarge, shown_size
from sdlab.picture.fitting import fit, fitted_size
from sdlab.picture.healing import heal
from sdlab.picture.opening import MAX_PIXELS, Source, open_picture
from sdlab.picture.sheet import contact_sheet, sheet_size

__all__ = [
    "MAX_PIXELS",
    "Method",
    "Source",
    "contact_sheet",
    "enlarge",
    "fit",
    "fitted_size",
    "heal",
    "open_picture",
    "sheet_size",
    "shown_size",
]
