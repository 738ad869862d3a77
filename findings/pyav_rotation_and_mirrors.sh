#!/usr/bin/env bash
# PyAV 18.1.0: `VideoFrame.rotation` tells a mirrored film from one that is not by nothing, so turning by it shows it wrong.
#
# The display matrix of a film may mirror as well as turn (ISO 14496-12, tkhd; the eight orientations of a camera). `rotation` is an
# angle alone: seen here, a film that is mirrored left to right reports the same angle as one turned by half a circle, and one
# mirrored upside down the same as one that is upright. The whole matrix is in the frame's DISPLAYMATRIX side data.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check av==18.1.0 numpy==2.4.6 2>/dev/null
venv/bin/python - <<'PY'
import struct, sys
import av
import numpy as np

def write(path):
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 32, "yuv420p"
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((32, 64, 3), np.uint8), "rgb24")))
        container.mux(stream.encode(None))

def with_matrix(path, a, b, c, d):
    """Put a matrix into the track header: version 0, 40 bytes after its type and flags."""
    data = bytearray(open(path, "rb").read())
    at = data.index(b"tkhd") + 4 + 4 + 36
    data[at : at + 36] = struct.pack(">9i", a << 16, b << 16, 0, c << 16, d << 16, 0, 0, 0, 1 << 30)
    open(path, "wb").write(data)

found = {}
for name, matrix in {"upright": (1, 0, 0, 1), "half turn": (-1, 0, 0, -1), "left to right": (-1, 0, 0, 1), "upside down": (1, 0, 0, -1)}.items():
    write("film.mp4")
    with_matrix("film.mp4", *matrix)
    with av.open("film.mp4") as container:
        found[name] = next(container.decode(video=0)).rotation
print("PyAV", av.__version__, found)
sys.exit(not (abs(found["left to right"]) == abs(found["half turn"]) == 180 and found["upside down"] == found["upright"] == 0))
PY
