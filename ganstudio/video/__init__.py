"""Films and animations: decode, encode, sound, subtitles, cameras."""
