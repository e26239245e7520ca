"""Why, and what is the matter: the screen in Chromium with the trainer of the page itself."""
