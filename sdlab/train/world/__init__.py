"""The captioned toy world that `tiny` is trained on: drawings, scenes, relations and their captions."""
