"""The playground's screen in Chromium, fed by a small stand-in trainer."""
