"""What can be loaded: the catalogue, the bundled family, folders and hub models, all through one door.

    from sdlab.models import load_model

    model = load_model("tiny")
    pipeline = model.pipeline("text_to_image")  # a diffusers pipeline

Importing this package imports no torch; loading does.
"""

from sdlab.models.catalogue import entries, register
from sdlab.models.entry import Entry, Licence, Source
from sdlab.models.loading import load_model
from sdlab.models.model import Model, refusal

__all__ = ["Entry", "Licence", "Model", "Source", "entries", "load_model", "refusal", "register"]
