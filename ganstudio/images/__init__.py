"""Pictures: formats, reader, writer, metadata, colour."""
