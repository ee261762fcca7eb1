"""From a lesson's source to its notebooks: the student's and the solved one, both recorded."""
