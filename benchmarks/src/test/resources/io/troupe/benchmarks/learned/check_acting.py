"""Holds the first priorities of the peer's lanes against their definition, over all that the lanes lived through."""
import acting
import numpy as np
import replay

CASE = {"lanes": 3, "capacity_steps": 3000, "encoder": {"kind": "mlp"}, "shape": [4], "actions": 2, "n": 5,
        "discount": 0.9, "length": 1, "burn_in": 0, "sequence_period": 1, "priority_eta": 0.9, "priority_exponent": 0.6,
        "environment": "cartpole", "environment_options": {"max-episode-steps": "12"}, "ladder_epsilon": 0.9,
        "ladder_alpha": 1.0, "memory": {"kind": "none", "units": 1}}


class Guesses:
    """Q-values of a network that is another one at each step, by the observation and the moment."""

    def __init__(self):
        self.states, self.step = np.zeros((CASE["lanes"], 0)), 0

    def q_values(self, network, observations):
        self.step += 1
        return observations[:, :2] * self.step + np.array([0.5, -0.5])

    def forget(self, which):
        pass


random = np.random.default_rng(1)
memory = replay.Replay(CASE, 0, random)
lanes = acting.Lanes(CASE, memory, random)
lanes.policy = Guesses()
lived, q_of = [[] for _ in range(CASE["lanes"])], {}
for step in range(1, 300):
    before = memory.next.copy()
    lanes.step(None)
    for lane in range(CASE["lanes"]):
        for record in range(before[lane], memory.next[lane]):
            at = memory.slots(lane, record)
            # A closing record is valued in the step that ends its episode, any other one when it is acted on.
            q_of[lane, record] = memory.observations[at][:2] * (step if record == before[lane] else step + 1) + [0.5, -0.5]
for lane in range(CASE["lanes"]):
    for record in range(memory.next[lane] - 2 * CASE["n"]):
        at = memory.slots(lane, record)
        if memory.is_closing[at]:
            continue
        target, k = 0.0, 0
        while k < CASE["n"] and not memory.is_closing[memory.slots(lane, record + k)]:
            target += 0.9 ** k * memory.rewards[memory.slots(lane, record + k)]
            k += 1
        last = memory.slots(lane, record + k)
        if not (memory.is_closing[last] and memory.is_terminated[last]):
            target += 0.9 ** k * q_of[lane, record + k].max()
        error = abs(target - q_of[lane, record][memory.actions[at]])
        assert np.isclose(memory.errors[at], error, rtol=1e-4), (lane, record, memory.errors[at], error)
print("same")
