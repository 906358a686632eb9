"""Prints the tensors of a compressed file as float32, a line each: python read_compressed.py FILE"""
import sys
import torch
from safetensors.torch import load_file

tensors = load_file(sys.argv[1])
for name, tensor in tensors.items():
    if not name.endswith(".scale"):
        scale = tensors.get(name + ".scale")
        values = tensor.float() if scale is None else tensor.float() * scale[:, None]
        print(name, *[repr(x) for x in values.flatten().tolist()])
