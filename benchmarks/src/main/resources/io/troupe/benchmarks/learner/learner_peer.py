"""The learner's step in PyTorch, eager: what `troupe bench learner` measures Troupe beside.

Driven over standard input and output, a line of JSON each way: {"case": FILE} loads a network and batches,
{"check": true} answers the Q-values of the first batch and the gradient and the priorities of a step on it,
{"run_s": S} learns for so much CPU time. The networks are those of docs/networks.md under the same names.
"""
import json
import os
import sys
import time

try:
    import numpy  # priorities leave as its arrays
    import torch
    import torch.nn.functional as F
    from torch import nn
except Exception as error:  # a PyTorch that is there may still not load
    print(json.dumps({"torch": None, "why": f"{type(error).__name__}: {error}", "python": sys.executable}), flush=True)
    sys.exit()


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
        self.positions = nn.Parameter(torch.empty(m["context_length"], m["units"]))
        self.layers = nn.Sequential(*[Layer(m) for _ in range(m["layers"])])
        self.norm = nn.LayerNorm(m["units"])

    def forward(self, x):
        return self.norm(self.layers(self.input(x) + self.positions[:x.shape[1]]))


class Network(nn.Module):
    def __init__(self, c):
        super().__init__()
        m, hidden = c["memory"], [c["head_units"]] if c["head_units"] else []
        sizes = [c["inputs"], *c["encoder_units"]]
        self.encoder = dense(sizes, True)
        self.kind = m["kind"]
        features = sizes[-1]
        if self.kind in ("lstm", "gru"):
            self.memory = {"lstm": nn.LSTM, "gru": nn.GRU}[self.kind](features, m["units"], batch_first=True)
        elif self.kind == "transformer":
            self.memory = Transformer(features, m)
        features = features if self.kind == "none" else m["units"]
        self.head = nn.ModuleDict({"value": dense([features, *hidden, 1], False),
                                   "advantage": dense([features, *hidden, c["actions"]], False)})

    def forward(self, x, state=None):
        x = self.encoder(x)
        if self.kind == "lstm":
            halves = None if state is None else tuple(h.unsqueeze(0).contiguous() for h in state.chunk(2, 1))
            x = self.memory(x, halves)[0]
        elif self.kind == "gru":
            x = self.memory(x, None if state is None else state.unsqueeze(0))[0]
        elif self.kind == "transformer":
            x = self.memory(x)
        advantage = self.head["advantage"](x)
        return self.head["value"](x) + advantage - advantage.mean(-1, keepdim=True)


class Learner:
    def __init__(self, case, tensors):
        self.case = case
        self.batches = [{k.split("/")[1]: v for k, v in tensors.items() if k.startswith(f"batch{i}/")}
                        for i in range(case["batches"])]
        self.online, self.target = Network(case), Network(case)
        for network in (self.online, self.target):
            weights = {n: tensors["weights/" + n].clone() for n in network.state_dict()}
            network.load_state_dict(weights, strict=True)
        self.target.requires_grad_(False)
        self.parameters = list(self.online.parameters())
        self.target_parameters = list(self.target.parameters())
        self.optimizer = torch.optim.Adam(self.parameters, lr=case["learning_rate"], eps=case["epsilon"],
                                          betas=(case["beta1"], case["beta2"]), fused=True)
        self.powers = case["discount"] ** torch.arange(case["n"] + 1, dtype=torch.float32)
        self.steps = 0

    def step(self, batch):
        loss, priorities = self.loss(batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if self.case["max_gradient_norm"] > 0:
            nn.utils.clip_grad_norm_(self.parameters, self.case["max_gradient_norm"], foreach=True)
        self.optimizer.step()
        self.steps += 1
        with torch.no_grad():
            if self.case["polyak_rate"] > 0:
                torch._foreach_lerp_(self.target_parameters, self.parameters, self.case["polyak_rate"])
            elif self.steps % self.case["period"] == 0:
                torch._foreach_copy_(self.target_parameters, self.parameters)
        return priorities.numpy()

    def loss(self, batch):
        return self.sequences(batch) if "lookbacks" in batch else self.transitions(batch)

    def transitions(self, b):
        with torch.no_grad():
            returns = b["rewards"] @ self.powers[:-1]
            discounts = self.powers[b["valid_steps"]] * b["goes_on"]
            best = self.online(b["next"]).argmax(1, keepdim=True)
            targets = returns + discounts * self.target(b["next"]).gather(1, best).squeeze(1)
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
            t = torch.arange(length)
            at = b["lookbacks"].unsqueeze(1) + t
            left = b["valid_steps"].unsqueeze(1) - t
            k = left.clamp(0, n)
            returns = (b["rewards"].unfold(1, n, 1) @ self.powers[:-1]).gather(1, at)
            discounts = self.powers[k] * torch.where(k == left, b["goes_on"].unsqueeze(1), 1.0)
            targets = returns + discounts * values.gather(1, (at + k - shift).clamp_min(0))
            is_step = (left > 0).float()
        taken = q[:, :b["actions"].shape[1]].gather(2, b["actions"][:, :q.shape[1]].unsqueeze(2)).squeeze(2)
        errors = (targets - taken.gather(1, at)) * is_step
        huber = F.huber_loss(errors, torch.zeros_like(errors), reduction="none", delta=c["huber"])
        loss = (b["weights"] @ huber).sum() / huber.numel()
        absolute = errors.detach().abs()
        eta = c["priority_eta"]
        return loss, eta * absolute.amax(1) + (1 - eta) * absolute.sum(1) / is_step.sum(1)

    def check(self):
        b = self.batches[0]
        with torch.no_grad():
            shown = b["now"] if "now" in b else b["observations"][:, :self.case["positions"]]
            q = self.online(shown, b.get("state"))
        loss, priorities = self.loss(b)
        named = dict(self.online.named_parameters())
        gradient = torch.autograd.grad(loss, [named[n] for n in self.case["parameters"]])
        return {"q_values": q.flatten().tolist(), "loss": [loss.item()], "priorities": priorities.tolist(),
                "gradient": torch.cat([g.flatten() for g in gradient]).tolist()}

    def run(self, seconds):
        steps, cpu, begin = 0, time.process_time(), time.perf_counter()
        end = time.thread_time() + seconds
        while time.thread_time() < end:
            for batch in self.batches:
                self.step(batch)
            steps += len(self.batches)
        return {"steps": steps, "s": time.perf_counter() - begin, "cpu_s": time.process_time() - cpu}


def read_case(path):
    """A line of JSON and then the tensors' bytes."""
    types = {"f32": torch.float32, "i64": torch.int64}
    with open(path, "rb") as file:
        case = json.loads(file.readline())
        data = bytearray(file.read())
    tensors = {}
    for t in case["tensors"]:
        flat = torch.frombuffer(data, dtype=types[t["type"]], count=t["count"], offset=t["offset"])
        tensors[t["name"]] = flat.clone().view(t["shape"])
    return Learner(case, tensors)


torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
learner = None
for line in sys.stdin:
    command = json.loads(line)
    if "case" in command:
        learner = read_case(command["case"])
        answer = {"parameters": sum(p.numel() for p in learner.parameters)}
    elif "check" in command:
        answer = learner.check()
    else:
        answer = learner.run(command["run_s"])
    print(json.dumps(answer), flush=True)
