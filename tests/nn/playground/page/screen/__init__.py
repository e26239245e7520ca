"""The screen's modules that need no browser, in Node."""
