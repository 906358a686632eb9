"""Ape-X's algorithm in one process with PyTorch: what `troupe bench learned` measures Troupe beside.

The first line of the standard input is the run as JSON; then it learns until an evaluation reaches the goal, its steps are
done or its time is over. Each evaluation is told as a line of JSON, and so is the end. It ends as well when its standard
input does.
"""
import json
import os
import sys
import threading
import time

import peer
from acting import Lanes, evaluate
from replay import Replay

import numpy as np
import torch


def first_weights(parameters, seed):
    """Drawn as Troupe draws them: evenly around a mean."""
    generator = torch.Generator().manual_seed(seed)
    return {p["name"]: p["mean"] + p["bound"] * (2 * torch.rand(p["shape"], generator=generator) - 1) for p in parameters}


def tell(**what):
    print(json.dumps(what), flush=True)


class Run:
    def __init__(self, case):
        self.case = case
        self.random, self.evaluation_random = np.random.default_rng(case["seed"]).spawn(2)
        self.learner = peer.Learner(case, first_weights(case["parameters"], case["seed"]))
        units = case["memory"]["units"]
        state_size = {"lstm": 2 * units, "gru": units}.get(case["memory"]["kind"], 0) if case["stored_state"] else 0
        self.replay = Replay(case, state_size, self.random)
        self.lanes = Lanes(case, self.replay, self.random)
        self.env_steps = self.learned_rows = self.evaluations = 0
        self.evaluation_s = 0.0

    def learn(self):
        """As many steps as samples-per-insert allows."""
        case = self.case
        allowed = case["samples_per_insert"] * (self.env_steps - case["min_size_steps"])
        while self.learned_rows + case["batch_size"] <= allowed:
            beta = case["beta_initial"] + (case["beta_final"] - case["beta_initial"]) * min(
                1.0, self.learner.steps / case["beta_steps"])
            leaves, batch = self.replay.sample(beta)
            priorities = self.learner.step({name: self.tensor(array) for name, array in batch.items()})
            self.replay.update(leaves, priorities)
            self.learned_rows += case["batch_size"]

    @staticmethod
    def tensor(array):
        tensor = torch.from_numpy(array)
        return tensor.float() if tensor.dtype == torch.uint8 else tensor

    def evaluate(self, begin):
        started = time.perf_counter()
        value = evaluate(self.case, self.learner.online, self.evaluation_random)
        now = time.perf_counter()
        self.evaluation_s += now - started
        tell(mean_return=value, time_s=now - begin, env_steps=self.env_steps, learner_steps=self.learner.steps)
        return value

    def run(self):
        case = self.case
        begin = evaluated = time.perf_counter()
        value = -float("inf")
        while value < case["until_return"] and self.env_steps < case["max_env_steps"] \
                and time.perf_counter() - begin < case["limit_s"]:
            self.lanes.step(self.learner.online)
            self.env_steps += case["lanes"]
            self.learn()
            is_due = time.perf_counter() - evaluated >= case["evaluation_interval_s"] and self.learner.steps > 0
            if is_due or self.env_steps >= case["max_env_steps"]:
                value = self.evaluate(begin)
                evaluated = time.perf_counter()
        tell(is_reached=value >= case["until_return"], time_s=time.perf_counter() - begin,
             evaluation_s=self.evaluation_s, env_steps=self.env_steps, learner_steps=self.learner.steps)


def end_with_the_input():
    while os.read(0, 1):
        pass
    os._exit(1)


peer.greet()
line = sys.stdin.buffer.raw.readline()
# Who wanted to know only whether there is a PyTorch has closed it.
if line:
    threading.Thread(target=end_with_the_input, daemon=True).start()
    Run(json.loads(line)).run()
