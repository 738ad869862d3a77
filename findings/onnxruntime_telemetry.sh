#!/usr/bin/env bash
# onnxruntime 1.32.0 on Linux writes a device id and an event database into the cache folder as soon as a session is made.
#
# Nothing in the call asks for it and nothing is printed. The switch is the environment variable ORT_DISABLE_TELEMETRY=1, and it
# must be set before the first import: set between import and session it changes nothing.
# Seen: 1.28.0 writes nothing; 1.32.0 writes Microsoft/DeveloperTools/.onnxruntime/{deviceid,onnxruntime.db};
# 1.32.0 with the switch set before the import writes nothing.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat > session.py <<'PY'
import os, sys
import onnx
from onnx import TensorProto, helper
if sys.argv[1] == "before":
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
import onnxruntime
value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1])
graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [value("x")], [value("y")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
if sys.argv[1] == "after":
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
PY
try() {  # VERSION WHEN-THE-SWITCH-IS-SET: the files that appear in an empty home
    mkdir -p home && rm -rf home && mkdir home
    env -u ORT_DISABLE_TELEMETRY HOME="$folder/home" XDG_CACHE_HOME="$folder/home/.cache" "$1/bin/python" session.py "$2" >/dev/null 2>&1
    (cd home && find . -type f -printf '%f\n' | sed -E 's/-(wal|shm|journal)$//' | sort -u | tr '\n' ' ')
}
for version in 1.28.0 1.32.0; do
    python3 -m venv "v$version"
    "v$version/bin/pip" install -q --disable-pip-version-check "onnxruntime==$version" onnx==1.23.2
done
old=$(try v1.28.0 never) new=$(try v1.32.0 never) before=$(try v1.32.0 before) after=$(try v1.32.0 after)
printf '1.28.0: [%s]\n1.32.0: [%s]\n1.32.0, switch before the import: [%s]\n1.32.0, switch after the import: [%s]\n' "$old" "$new" "$before" "$after"
[ -z "$old" ] && [ -z "$before" ] && [ "$new" = "$after" ] && grep -q "deviceid onnxruntime.db" <<<"$new"
