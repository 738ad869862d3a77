#!/usr/bin/env bash
# Pillow 13.0.0 opens a BigTIFF of little-endian order and does not know the same one of big-endian order.
#
# Both orders are in the BigTIFF specification ("II+\0" and "MM\0+" at the start). Both files are written by tifffile, which reads
# both back. Seen: the little-endian one opens with its pixels, the big-endian one raises UnidentifiedImageError.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check pillow==13.0.0 tifffile==2026.3.3 2>/dev/null
venv/bin/python - <<'PY'
import sys
import numpy as np
import PIL
import tifffile
from PIL import Image
pixels = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
seen = {}
for order, name in (("<", "little"), (">", "big")):
    tifffile.imwrite(f"{name}.tif", pixels, bigtiff=True, byteorder=order, photometric="rgb")
    assert (tifffile.imread(f"{name}.tif") == pixels).all()
    try:
        with Image.open(f"{name}.tif") as image:
            seen[name] = "opens" if (np.asarray(image) == pixels).all() else "other pixels"
    except Exception as error:
        seen[name] = type(error).__name__
print("Pillow", PIL.__version__, seen)
sys.exit(not (seen["little"] == "opens" and seen["big"] != "opens"))
PY
