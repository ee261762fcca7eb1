"""How good a trained member is: a judge trained apart, the questions put to it, and the numbers."""
