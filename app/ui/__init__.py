"""The window: the only room with Qt. It shows rows and asks services; it opens nothing itself."""
