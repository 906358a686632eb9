"""Steps of PyTorch's optimizers on given gradients: a line for each step with the parameters after it.

Input: the kind, then a line of parameters, then a line of gradients for each step.
"""
import sys
import torch

kind = sys.stdin.readline().strip()
theta = torch.tensor([float(x) for x in sys.stdin.readline().split()], requires_grad=True)
optimizer = torch.optim.Adam([theta], lr=0.01, betas=(0.9, 0.999), eps=1e-8) if kind == "ADAM" else \
    torch.optim.RMSprop([theta], lr=0.01, alpha=0.95, eps=1.5e-7, centered=True)
for line in sys.stdin:
    theta.grad = torch.tensor([float(x) for x in line.split()])
    torch.nn.utils.clip_grad_norm_([theta], 5)
    optimizer.step()
    print(*[repr(x) for x in theta.tolist()])
