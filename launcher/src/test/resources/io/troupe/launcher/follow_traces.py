"""Takes traces of `troupe env-trace` through the environments of `troupe bench learned`, each as a row of them."""
import json
import sys

import environments
import numpy as np


def start(name, reset):
    if name == "tmaze-passive":
        return reset["observation"][1]
    if name == "minatar-breakout":
        return np.reshape(reset["observation"], (4, 10, 10))[1, 3, 0] == 1
    return reset["state"]


name, options, traces = json.load(sys.stdin)
several = environments.make(name, len(traces), np.random.default_rng(0), options)
difference = rewarded = ends = 0
for lines in zip(*traces):
    begun = np.array(["reset" in line for line in lines])
    if begun.any():
        several.begin(begun, np.array([start(name, line["reset"]) for line in lines if "reset" in line]))
        shown = several.observe()[begun].reshape(begun.sum(), -1)
        expected = np.array([line["reset"]["observation"] for line in lines if "reset" in line])
        difference = max(difference, np.abs(shown - expected).max())
    rewards, terminated, truncated = several.step(np.array([line["action"] for line in lines]))
    shown = several.observe().reshape(len(lines), -1)
    difference = max(difference, np.abs(shown - np.array([line["observation"] for line in lines])).max(),
                     np.abs(rewards - np.array([line["reward"] for line in lines])).max())
    is_same = np.array_equal(terminated, [line["terminated"] for line in lines]) \
        and np.array_equal(truncated, [line["truncated"] for line in lines])
    difference = difference if is_same else float("inf")
    rewarded += int((rewards > 0).sum())
    ends += int((terminated | truncated).sum())
print(json.dumps({"difference": float(difference), "rewarded": rewarded, "ends": ends}))
