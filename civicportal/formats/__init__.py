"""Date and number formats per language, where Django's own read wrongly."""
