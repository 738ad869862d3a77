#!/usr/bin/env bash
# Pillow 13.0.0 takes every fourth channel of an RGB Photoshop file for transparency, also a saved selection.
#
# Adobe's file format: a further channel is the merged picture's transparency only where the layer count of the layer section is
# negative; else it is an alpha channel that somebody kept (a selection), and the picture is opaque. The file made here has no
# layer section at all. Seen: mode RGBA, alpha 0 to 255; right would be RGB, opaque.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 2>/dev/null
venv/bin/python - <<'PY'
import struct, sys
import PIL
from PIL import Image
width = height = 4
head = b"8BPS" + struct.pack(">H6xHIIHH", 1, 4, height, width, 8, 3)  # version, channels, size, depth, RGB
sections = struct.pack(">III", 0, 0, 0)  # colour mode data, resources, layers: all empty
planes = [bytes([200] * 16), bytes([100] * 16), bytes([50] * 16), bytes([0, 255] * 8)]
with open("selection.psd", "wb") as file:
    file.write(head + sections + struct.pack(">H", 0) + b"".join(planes))
with Image.open("selection.psd") as image:
    alpha = image.getchannel("A").getextrema() if "A" in image.getbands() else None
    print("Pillow", PIL.__version__, "mode", image.mode, "alpha", alpha)
    sys.exit(not (image.mode == "RGBA" and alpha == (0, 255)))
PY
