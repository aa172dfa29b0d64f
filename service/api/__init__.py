"""The service over HTTP: the native interface, and the dialects of LibreTranslate and DeepL."""
