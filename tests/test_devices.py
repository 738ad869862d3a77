import errno
import json

import numpy as np
import pytest

from ganstudio.core import devices
from ganstudio.core.errors import GanStudioError
from ganstudio.core.schema import decode
from ganstudio.core.settings import Home


def test_auto_is_the_fastest_there_is_and_the_cpu_is_always_there() -> None:
    assert devices.pick_device("auto") == devices.list_devices()[0]
    assert devices.pick_device("cpu") == "cpu"


def test_a_device_that_is_not_there_is_named() -> None:
    if "mps" in devices.list_devices():
        pytest.skip("this machine has an Apple GPU")
    with pytest.raises(GanStudioError, match=r"no device “mps”; it has .*cpu"):
        devices.pick_device("mps")


def test_the_cpu_is_described_with_its_memory() -> None:
    assert "GB" in devices.describe("cpu")


def test_the_probe_is_taken_once_and_remembered() -> None:
    file = Home().data / "probe.json"
    file.unlink(missing_ok=True)
    devices.precision("cpu")
    known = decode("measured", file.read_bytes(), file)
    assert len(known) == 1
    file.write_text(json.dumps(dict.fromkeys(known, 9.0)), encoding="utf-8")
    assert devices.precision("cpu") == "bfloat16"
    file.write_text(json.dumps(dict.fromkeys(known, 0.5)), encoding="utf-8")
    assert devices.precision("cpu") == "float32"
    file.write_text("torn {", encoding="utf-8")
    devices.precision("cpu")
    assert decode("measured", file.read_bytes(), file).keys() == known.keys()


@pytest.mark.parametrize(("bfloat16", "needed"), [(0.1, 2), (0.5, 8), (2.0, 8), (8.0, 2)])
def test_what_is_clear_is_not_measured_longer(bfloat16: float, needed: int) -> None:
    rounds = iter([(9.0, 9.0), *[(1.0, bfloat16)] * 7])  # the first one warms up
    assert devices._clear_ratio(rounds) == 1 / bfloat16
    assert len(list(rounds)) == 8 - needed


def test_a_probe_that_cannot_be_kept_is_no_error() -> None:
    folder = Home().data / "probe.json"
    folder.unlink(missing_ok=True)
    folder.mkdir()
    assert devices.precision("cpu") in ("float32", "bfloat16")


def test_the_probe_leaves_the_random_state_alone() -> None:
    import torch

    before = torch.get_rng_state()
    devices.bfloat16_gain()
    assert torch.get_rng_state().equal(before)


FULL = [
    "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate",
    "[enforce fail at alloc_cpu.cpp:121] data. DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.",
    "CUDA out of memory. Tried to allocate 2.00 GiB.",
    "CUDA error: out of memory",
    "HIP out of memory. Tried to allocate 2.00 GiB.",
    "CUDA driver error: CUDA_ERROR_OUT_OF_MEMORY",
    "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
    "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
    "MPS backend out of memory (MPS allocated: 5.05 GB, other allocations: 12.00 MB, max allowed: 9.07 GB).",
    "Invalid buffer size: 12.50 GB",
    "Command buffer error: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)",
    "std::bad_alloc",
    "bad allocation",
    "Failed to allocate 1099511627776 bytes of memory",
    "[BFCArena] Failed to allocate memory for requested buffer of size 8589934592",
    "Available memory of 100 is smaller than requested bytes of 200",
]
OTHERS = [
    "Torch not compiled with CUDA enabled",
    "CUDA error: device-side assert triggered",
    "CUDA error: an illegal memory access was encountered",
    "CUDA driver version is insufficient for CUDA runtime version",
    "CUDA memory is a word in this error",
    "CUBLAS_STATUS_NOT_SUPPORTED when calling `cublasGemmEx`",
    "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)",
    "expected input in channels-last memory format",
    "The MPS backend is supported on MacOS 14.0+.",
]


@pytest.mark.parametrize("words", FULL)
def test_full_memory_is_known_by_what_each_library_says(words: str) -> None:
    assert devices.is_out_of_memory(RuntimeError(words))


@pytest.mark.parametrize("words", OTHERS)
def test_what_only_sounds_like_memory_is_not_taken_for_it(words: str) -> None:
    assert not devices.is_out_of_memory(RuntimeError(words))


def test_full_memory_is_known_by_type_and_number() -> None:
    import torch

    windows = OSError(22, "The paging file is too small for this operation to complete")
    windows.winerror = 1455  # type: ignore[attr-defined]
    for error in (MemoryError(), torch.OutOfMemoryError("x"), OSError(errno.ENOMEM, "x"), windows):
        assert devices.is_out_of_memory(error)
    for other in (OSError(errno.ENOSPC, "No space"), GanStudioError("out of memory"), ValueError("can't allocate memory")):
        assert not devices.is_out_of_memory(other)


def test_full_memory_is_known_where_it_really_is_full() -> None:
    import torch

    with pytest.raises(RuntimeError) as of_torch:
        torch.empty(2**46)
    with pytest.raises(MemoryError) as of_numpy:
        np.empty(2**60, np.uint8)
    assert devices.is_out_of_memory(of_torch.value) and devices.is_out_of_memory(of_numpy.value)


def test_full_memory_of_onnx_runtime_is_known() -> None:
    state = pytest.importorskip("onnxruntime.capi.onnxruntime_pybind11_state", reason="needs onnxruntime")
    words = "Failed to allocate memory for requested buffer of size 8589934592"
    assert devices.is_out_of_memory(state.RuntimeException(words))
    assert not devices.is_out_of_memory(state.InvalidArgument("Got invalid dimensions for input"))
