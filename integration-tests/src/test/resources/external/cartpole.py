"""CartPole that asks for actions: cartpole.py URL STATE_FILE. Killed and started again, it goes on in the same episode."""
import json
import math
import os
import random
import sys

from troupe_simulator import Refused, Simulator


def advance(state, action):
    x, v, angle, w = state
    cos, sin = math.cos(angle), math.sin(angle)
    push = ((10.0 if action == 1 else -10.0) + 0.05 * w * w * sin) / 1.1
    turn = (9.8 * sin - cos * push) / (0.5 * (4 / 3 - 0.1 * cos * cos / 1.1))
    return [x + 0.02 * v, v + 0.02 * (push - 0.05 * turn * cos / 1.1), angle + 0.02 * w, w + 0.02 * turn]


def save(file, known):
    with open(file + ".new", "w") as out:
        json.dump(known, out)
    os.replace(file + ".new", file)


url, file = sys.argv[1:]
known = json.load(open(file)) if os.path.exists(file) else {"state": None, "steps": 0, "session": None, "sequence": 0,
                                                            "action": None, "total": 0, "resumed": 0}
known["resumed"] += 1 if known["session"] else 0
try:
    simulator = Simulator(url, "cartpole", session=known["session"], sequence=known["sequence"])
    known["session"] = simulator.session
    while True:
        if known["action"] is None:
            # Saved before it is shown, so that a step that is sent again is the same.
            if not known["state"] or known["steps"]:
                known.update(state=[random.uniform(-0.05, 0.05) for _ in range(4)], steps=0)
                save(file, known)
            known["action"] = simulator.reset({"state": known["state"]})
        else:
            state, steps = advance(known["state"], known["action"]), known["steps"] + 1
            is_over = abs(state[0]) > 2.4 or abs(state[2]) > 0.2095
            if is_over or steps == 200:
                simulator.end(1, {"state": state}, truncated=not is_over)
                known["action"] = None
            else:
                known["action"] = simulator.observe(1, {"state": state})
            known.update(state=state, steps=steps, total=known["total"] + 1)
        known["sequence"] = simulator.sequence
        save(file, known)
except (Refused, OSError) as refusal:
    print(refusal, flush=True)
