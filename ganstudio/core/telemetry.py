"""Telemetry of the libraries that are used: shut out before any of them is imported, whatever the environment says."""

import os
import sys

_SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",  # ONNX Runtime from 1.29 on: look-ups, a device id and a database in the cache folder
    "HF_HUB_DISABLE_TELEMETRY": "1",  # the hub's client, should a plugin's library use it
    "DO_NOT_TRACK": "1",  # what several libraries and tools have agreed on
}
_REPORTERS = ("openvino_telemetry",)  # packages that do nothing but report; OpenVINO does without


def disable_telemetry() -> None:
    """Keep every library of this process, and of its children, from telling its makers that it is used.

    It must come before their first import: ONNX Runtime begins to report when it is loaded.
    """
    os.environ.update(_SWITCHES)
    for name in _REPORTERS:
        sys.modules[name] = None  # type: ignore[assignment]  # importing it raises ImportError
