#!/usr/bin/env bash
# libvips 8.18.7 (pyvips 3.2.0): `affine` and `rotate` multiply by alpha themselves, `resize` and `reduce` do not.
#
# The same chain `premultiply().OPERATION().unpremultiply()` is right around `resize`, and wrong around `affine`, which multiplies a
# second time unless it is told `premultiplied=True`: seen here, a pixel of half coverage at a hard edge has red 510 of 255. Without
# the chain, or with `premultiplied=True` in it, `affine` gives 255.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check pyvips==3.2.0 pyvips-binary==8.18.7 numpy==2.4.6 2>/dev/null
venv/bin/python - <<'PY'
import sys
import numpy as np
import pyvips

pixels = np.zeros((8, 16, 4), np.uint8)
pixels[:, :8] = 255, 0, 0, 255  # opaque red beside green that is quite transparent
pixels[:, 8:] = 0, 255, 0, 0
image = pyvips.Image.new_from_array(pixels, interpretation="srgb").cast("float")
matrix, half = (1, 0, 0, 1), {"odx": 0.5}
ready = image.premultiply()
reddest = {
    "affine between premultiply and unpremultiply": ready.affine(matrix, **half).unpremultiply(),
    "the same with premultiplied=True": ready.affine(matrix, **half, premultiplied=True).unpremultiply(),
    "affine alone": image.affine(matrix, **half),
    "resize between premultiply and unpremultiply": ready.resize(0.75).unpremultiply(),
}
found = {name: round(float(made.numpy()[..., 0].max())) for name, made in reddest.items()}
print("libvips", *(pyvips.version(part) for part in range(3)), found)
sys.exit(list(found.values()) != [510, 255, 255, 255])
PY
