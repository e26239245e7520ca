"""Programs written in programming languages: short, readable, and ready to run."""
