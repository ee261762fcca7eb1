"""`sdlab lab`: JupyterLab on a copy of the lessons that is the learner's own."""
