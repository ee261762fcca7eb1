"""The course: lessons as notebooks, their checks and figures, and the regression that keeps them true."""
