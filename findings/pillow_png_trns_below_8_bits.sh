#!/usr/bin/env bash
# Pillow 13.0.0 leaves the tRNS value of a 2-bit or 4-bit grey PNG as it is stored, while it scales the pixels to 8 bits.
#
# PNG (3rd edition, 11.3.1.1): the tRNS chunk of a grey picture names one sample value, in the depth of the picture, that is
# transparent. Converted to RGBA the pixels of that value keep alpha 255. Seen with 2 bits, tRNS 2: the pixels become 170, the value
# stays 2, nothing is transparent. With 8 bits the same chunk works.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 2>/dev/null
venv/bin/python - <<'PY'
import struct, sys, zlib
import PIL
from PIL import Image

def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

def png(path, depth, row, value):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 1, depth, 0, 0, 0, 0))
    body = chunk(b"tRNS", struct.pack(">H", value)) + chunk(b"IDAT", zlib.compress(b"\0" + row)) + chunk(b"IEND", b"")
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + head + body)

def alpha(path):
    with Image.open(path) as image:
        return list(image.convert("RGBA").getchannel("A").tobytes())

png("two.png", 2, bytes([0b00_01_10_11]), 2)
png("eight.png", 8, bytes([0, 85, 170, 255]), 170)
print("Pillow", PIL.__version__, "2 bits:", alpha("two.png"), "8 bits:", alpha("eight.png"))
sys.exit(not (alpha("two.png") == [255] * 4 and alpha("eight.png") == [255, 255, 0, 255]))
PY
