"""What every room stands on: errors, events, files, settings, devices, downloads."""
