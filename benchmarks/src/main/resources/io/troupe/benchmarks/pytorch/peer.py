"""Troupe's networks, losses and learner step in PyTorch, eager: what `troupe bench learner` and `learned` measure it beside.

The networks are those of docs/networks.md under the same names.
"""
import json
import math
import os
import sys

try:
    import numpy  # priorities leave as its arrays
    import torch
    import torch.nn.functional as F
    from torch import nn
except Exception as error:  # a PyTorch that is there may still not load
    print(json.dumps({"torch": None, "why": f"{type(error).__name__}: {error}", "python": sys.executable}), flush=True)
    sys.exit()


def greet():
    """The first line of each script: which PyTorch it is, and on how many threads."""
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)


def dense(sizes, last_relu):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if last_relu or i < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class Attention(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * size, size))
        self.in_proj_bias = nn.Parameter(torch.empty(3 * size))
        self.out_proj = nn.Linear(size, size)

    def forward(self, x):
        rows, positions, size = x.shape
        qkv = F.linear(x, self.in_proj_weight, self.in_proj_bias)
        q, k, v = qkv.view(rows, positions, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out_proj(out.transpose(1, 2).reshape(rows, positions, size))


class Gate(nn.Module):
    """GTrXL's."""

    def __init__(self, size):
        super().__init__()
        self.w = nn.Parameter(torch.empty(3 * size, size))
        self.u = nn.Parameter(torch.empty(2 * size, size))
        self.u_g = nn.Parameter(torch.empty(size, size))
        self.bias = nn.Parameter(torch.empty(size))

    def forward(self, x, y):
        wr, wz, wg = F.linear(y.relu(), self.w).chunk(3, -1)
        ur, uz = F.linear(x, self.u).chunk(2, -1)
        r = torch.sigmoid(wr + ur)
        z = torch.sigmoid(wz + uz - self.bias)
        return torch.lerp(x, torch.tanh(wg + F.linear(r * x, self.u_g)), z)


class Sum(nn.Module):
    def forward(self, x, y):
        return x + y


class Layer(nn.Module):
    def __init__(self, m):
        super().__init__()
        size = m["units"]
        self.norm1 = nn.LayerNorm(size)
        self.self_attn = Attention(size, m["heads"])
        self.gate1 = Gate(size) if m["gate"] == "gru" else Sum()
        self.norm2 = nn.LayerNorm(size)
        self.feed_forward = dense([size, m["feed_forward_units"], size], False)
        self.gate2 = Gate(size) if m["gate"] == "gru" else Sum()

    def forward(self, x):
        x = self.gate1(x, self.self_attn(self.norm1(x)))
        return self.gate2(x, self.feed_forward(self.norm2(x)))


class Transformer(nn.Module):
    def __init__(self, inputs, m):
        super().__init__()
        self.input = nn.Linear(inputs, m["units"])
        self.positions = nn.Parameter(torch.empty(m["context_length"], m["units"])) if m["positions"] else None
        self.layers = nn.Sequential(*[Layer(m) for _ in range(m["layers"])])
        self.norm = nn.LayerNorm(m["units"])

    def forward(self, x):
        x = self.input(x)
        return self.norm(self.layers(x if self.positions is None else x + self.positions[:x.shape[1]]))


def image_encoder(shape, e):
    """Convolutions, each followed by a ReLU, and then linear layers; images are (rows, channels, height, width)."""
    layers, (channels, height, width) = [], shape
    for out, kernel, stride in zip(e["channels"], e["kernels"], e["strides"]):
        layers += [nn.Conv2d(channels, out, kernel, stride), nn.ReLU()]
        channels, height, width = out, (height - kernel) // stride + 1, (width - kernel) // stride + 1
    return nn.Sequential(*layers, nn.Flatten(), *dense([channels * height * width, *e["units"]], True))


class Network(nn.Module):
    def __init__(self, c):
        super().__init__()
        m, e, hidden = c["memory"], c["encoder"], [c["head_units"]] if c["head_units"] else []
        elements = math.prod(c["shape"])
        self.encoder = image_encoder(c["shape"], e) if e["kind"] == "cnn" else dense([elements, *e["units"]], True)
        self.kind = m["kind"]
        features = (e["units"] or [elements])[-1]
        if self.kind in ("lstm", "gru"):
            self.memory = {"lstm": nn.LSTM, "gru": nn.GRU}[self.kind](features, m["units"], batch_first=True)
        elif self.kind == "transformer":
            self.memory = Transformer(features, m)
        features = features if self.kind == "none" else m["units"]
        self.head = nn.ModuleDict({"value": dense([features, *hidden, 1], False),
                                   "advantage": dense([features, *hidden, c["actions"]], False)})

    def forward(self, x, state=None):
        return self.q_values(self.remember(x, state)[0])

    def remember(self, x, state=None):
        """What the head looks at, and the state after the last position; null where the memory carries none."""
        x = self.encoder(x)
        if self.kind == "lstm":
            halves = None if state is None else tuple(h.unsqueeze(0).contiguous() for h in state.chunk(2, 1))
            x, (h, c) = self.memory(x, halves)
            return x, torch.cat((h[0], c[0]), 1)
        if self.kind == "gru":
            x, h = self.memory(x, None if state is None else state.unsqueeze(0))
            return x, h[0]
        return (self.memory(x) if self.kind == "transformer" else x), None

    def q_values(self, features):
        advantage = self.head["advantage"](features)
        return self.head["value"](features) + advantage - advantage.mean(-1, keepdim=True)


def squash(x):
    """R2D2's scale of values: h(x) = sign(x)(sqrt(|x| + 1) - 1) + 0.001 x."""
    return x.sign() * ((x.abs() + 1).sqrt() - 1) + 1e-3 * x


def expand(y):
    """The inverse of h. In double precision: the small coefficient makes of it a difference of large numbers."""
    wide = y.double()
    root = ((1 + 4e-3 * (wide.abs() + 1 + 1e-3)).sqrt() - 1) / 2e-3
    return (wide.sign() * (root * root - 1)).to(y.dtype)


class Learner:
    """One gradient step after the other: online and target network, loss, optimizer. Batches come from main memory."""

    def __init__(self, case, weights):
        self.case = case
        self.device = torch.device(case.get("device", "cpu"))
        self.online, self.target = Network(case).to(self.device), Network(case).to(self.device)
        for network in (self.online, self.target):
            network.load_state_dict(weights, strict=True)
        self.target.requires_grad_(False)
        self.parameters = list(self.online.parameters())
        self.target_parameters = list(self.target.parameters())
        self.optimizer = torch.optim.Adam(self.parameters, lr=case["learning_rate"], eps=case["epsilon"],
                                          betas=(case["beta1"], case["beta2"]), fused=True)
        self.powers = (case["discount"] ** torch.arange(case["n"] + 1, dtype=torch.float32)).to(self.device)
        self.steps = 0

    def step(self, batch):
        loss, priorities = self.loss(batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if self.case["max_gradient_norm"] > 0:
            nn.utils.clip_grad_norm_(self.parameters, self.case["max_gradient_norm"], foreach=True)
        self.optimizer.param_groups[0]["lr"] = self.learning_rate()
        self.optimizer.step()
        self.steps += 1
        with torch.no_grad():
            if self.case["polyak_rate"] > 0:
                torch._foreach_lerp_(self.target_parameters, self.parameters, self.case["polyak_rate"])
            elif self.steps % self.case["period"] == 0:
                torch._foreach_copy_(self.target_parameters, self.parameters)
        return priorities.cpu().numpy()

    def learning_rate(self):
        c = self.case
        return c["learning_rate"] * (1 + (c["final_fraction"] - 1) * min(1.0, self.steps / c["decay_steps"]))

    def bootstrapped(self, returns, discounts, values):
        """Targets, of values on the scale that is learned on."""
        if self.case["value_rescaling"]:
            return squash(returns + discounts * expand(values))
        return returns + discounts * values

    def loss(self, batch):
        batch = {name: column.to(self.device) for name, column in batch.items()}
        return self.sequences(batch) if "lookbacks" in batch else self.transitions(batch)

    def transitions(self, b):
        with torch.no_grad():
            returns = b["rewards"] @ self.powers[:-1]
            discounts = self.powers[b["valid_steps"]] * b["goes_on"]
            best = self.online(b["next"]).argmax(1, keepdim=True)
            targets = self.bootstrapped(returns, discounts, self.target(b["next"]).gather(1, best).squeeze(1))
        q = self.online(b["now"]).gather(1, b["actions"].unsqueeze(1)).squeeze(1)
        loss = (b["weights"] * F.huber_loss(q, targets, reduction="none", delta=self.case["huber"])).mean()
        return loss, (targets - q.detach()).abs()

    def sequences(self, b):
        c, state = self.case, b.get("state")
        n, length, context = c["n"], c["length"], c["memory"]["context_length"]
        observations = b["observations"]
        # A network that looks at a fixed context is shown it again as it is later, a recurrent one goes over all once.
        shift = observations.shape[1] - context if self.online.kind == "transformer" else 0
        q = self.online(observations[:, :context] if shift else observations, state)
        with torch.no_grad():
            later = observations[:, shift:]
            target_q = self.target(later, None if shift else state)
            best = (self.online(later) if shift else q.detach()).argmax(2, keepdim=True)
            values = target_q.gather(2, best).squeeze(2)
            t = torch.arange(length, device=self.device)
            at = b["lookbacks"].unsqueeze(1) + t
            left = b["valid_steps"].unsqueeze(1) - t
            k = left.clamp(0, n)
            returns = (b["rewards"].unfold(1, n, 1) @ self.powers[:-1]).gather(1, at)
            discounts = self.powers[k] * torch.where(k == left, b["goes_on"].unsqueeze(1), 1.0)
            targets = self.bootstrapped(returns, discounts, values.gather(1, (at + k - shift).clamp_min(0)))
            is_step = (left > 0).float()
        taken = q[:, :b["actions"].shape[1]].gather(2, b["actions"][:, :q.shape[1]].unsqueeze(2)).squeeze(2)
        errors = (targets - taken.gather(1, at)) * is_step
        huber = F.huber_loss(errors, torch.zeros_like(errors), reduction="none", delta=c["huber"])
        loss = (b["weights"] @ huber).sum() / huber.numel()
        absolute = errors.detach().abs()
        eta = c["priority_eta"]
        return loss, eta * absolute.amax(1) + (1 - eta) * absolute.sum(1) / is_step.sum(1)
