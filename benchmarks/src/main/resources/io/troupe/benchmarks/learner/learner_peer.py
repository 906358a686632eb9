"""The learner's step in PyTorch, eager: what `troupe bench learner` measures Troupe beside.

Driven over standard input and output, a line of JSON each way: {"case": FILE} loads a network and batches,
{"check": true} answers the Q-values of the first batch and the gradient and the priorities of a step on it,
{"run_s": S} learns for so much CPU time.
"""
import json
import sys
import time

import peer
import torch


class Measured:
    """A learner, and batches that are there already."""

    def __init__(self, case, tensors):
        self.case = case
        self.batches = [{k.split("/")[1]: v for k, v in tensors.items() if k.startswith(f"batch{i}/")}
                        for i in range(case["batches"])]
        self.names = [p["name"] for p in case["parameters"]]
        self.learner = peer.Learner(case, {n: tensors["weights/" + n] for n in self.names})

    def check(self):
        b = self.batches[0]
        with torch.no_grad():
            shown = b["now"] if "now" in b else b["observations"][:, :self.case["positions"]]
            state = b.get("state")
            q = self.learner.online(shown.to(self.learner.device), state if state is None else state.to(self.learner.device))
        loss, priorities = self.learner.loss(b)
        named = dict(self.learner.online.named_parameters())
        gradient = torch.autograd.grad(loss, [named[n] for n in self.names])
        return {"q_values": q.flatten().tolist(), "loss": [loss.item()], "priorities": priorities.tolist(),
                "gradient": torch.cat([g.flatten() for g in gradient]).tolist()}

    def run(self, seconds):
        steps, cpu, begin = 0, time.process_time(), time.perf_counter()
        end = time.thread_time() + seconds
        while time.thread_time() < end:
            for batch in self.batches:
                self.learner.step(batch)
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
    return Measured(case, tensors)


peer.greet()
measured = None
for line in sys.stdin:
    command = json.loads(line)
    if "case" in command:
        measured = read_case(command["case"])
        answer = {"parameters": sum(p.numel() for p in measured.learner.parameters)}
    elif "check" in command:
        answer = measured.check()
    else:
        answer = measured.run(command["run_s"])
    print(json.dumps(answer), flush=True)
