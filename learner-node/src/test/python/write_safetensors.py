"""Writes a file as PyTorch users do, with tensors of several types: python write_safetensors.py FILE"""
import sys
import torch
from safetensors.torch import save_file

save_file({
    "encoder.0.weight": torch.arange(12, dtype=torch.float32).reshape(4, 3) / 4,
    "encoder.0.bias": torch.tensor([1.5, -2.0, 3.25, 1e-3], dtype=torch.bfloat16),
    "head.0.bias": torch.tensor([7.0, 8.0]),
    "other.weight": torch.zeros(2, 2, dtype=torch.int64),
}, sys.argv[1], metadata={"format": "pt"})
