"""Proportional prioritized replay of several lanes, and the windows that are cut from it, as arrays."""
import numpy as np


class PriorityTree:
    """Sums over sums of 64 masses each: three levels hold a quarter of a million, in a few calls of NumPy for a batch."""

    FAN = 64

    def __init__(self, leaves):
        self.levels = [np.zeros(-(-leaves // self.FAN) * self.FAN)]
        while len(self.levels[-1]) > self.FAN:
            nodes = len(self.levels[-1]) // self.FAN
            self.levels.append(np.zeros(-(-nodes // self.FAN) * self.FAN))

    def set(self, leaves, masses):
        self.levels[0][leaves] = masses
        for below, level in zip(self.levels, self.levels[1:]):
            leaves = leaves // self.FAN
            level[leaves] = below.reshape(-1, self.FAN)[leaves].sum(1)

    def total(self):
        return self.levels[-1].sum()

    def draw(self, count, random):
        """Leaves, one from each of `count` equal parts of the mass, and the probability of each."""
        total = self.total()
        left = (np.arange(count) + random.random(count)) * (total / count)
        nodes = np.zeros(count, np.int64)
        for level in reversed(self.levels):
            children = level.reshape(-1, self.FAN)[nodes]
            sums = np.cumsum(children, 1)
            # What rounding puts behind the last mass belongs to that.
            left = np.minimum(left, np.nextafter(sums[:, -1], 0))
            chosen = (sums <= left[:, None]).sum(1)
            left = left - np.where(chosen > 0, np.take_along_axis(sums, np.maximum(chosen - 1, 0)[:, None], 1)[:, 0], 0)
            nodes = nodes * self.FAN + chosen
        return nodes, self.levels[0][nodes] / total


class Replay:
    """A ring of records for each lane: o, a, r, and after an episode's end a closing record with the last observation.

    A window starts at each `sequence_period`-th step of an episode, has `length` steps to learn from, at most `burn_in`
    before and `n` observations after them; the rest of an episode has one that is aligned to its end.
    """

    LEAST_PRIORITY = 1e-6

    def __init__(self, case, state_size, random):
        self.case, self.random = case, random
        self.lanes = case["lanes"]
        self.capacity = case["capacity_steps"] // self.lanes
        records = self.lanes * self.capacity
        kind = np.uint8 if case["encoder"]["kind"] == "cnn" else np.float32
        self.observations = np.zeros((records, *case["shape"]), kind)
        self.actions = np.zeros(records, np.int64)
        self.rewards = np.zeros(records, np.float32)
        self.positions = np.zeros(records, np.int64)
        self.is_closing = np.zeros(records, bool)
        self.is_terminated = np.zeros(records, bool)
        self.states = np.zeros((records, state_size), np.float32) if state_size else None
        self.errors = np.zeros(records, np.float32)
        self.next = np.zeros(self.lanes, np.int64)
        self.tree = PriorityTree(records)
        self.new_leaves, self.new_priorities = [], []

    def slots(self, lanes, records):
        return lanes * self.capacity + records % self.capacity

    def append(self, lanes, observations, actions, rewards, positions, states):
        """A step of each of these lanes."""
        at = self.record(lanes, observations, positions)
        self.actions[at] = actions
        self.rewards[at] = rewards
        self.is_closing[at] = False
        if self.states is not None:
            self.states[at] = states

    def close(self, lanes, observations, positions, is_terminated):
        at = self.record(lanes, observations, positions)
        self.actions[at] = self.rewards[at] = 0
        self.is_closing[at] = True
        self.is_terminated[at] = is_terminated

    def record(self, lanes, observations, positions):
        records = self.next[lanes]
        at = self.slots(lanes, records)
        self.observations[at] = observations
        self.positions[at] = positions
        # What looks back to the record that was here cannot be cut any more.
        outdated = records + self.case["burn_in"]
        if outdated.max() >= self.capacity:
            self.tree.set(self.slots(lanes, outdated), 0.0)
        self.next[lanes] = records + 1
        return at

    def on_errors(self, lanes, records, positions, errors):
        """|TD errors| of the steps of these records, of each lane one; those of an episode come in their order."""
        length, period = self.case["length"], self.case["sequence_period"]
        self.errors[self.slots(lanes, records)] = errors
        is_last = (positions >= length - 1) & ((positions - length + 1) % period == 0)
        if is_last.any():
            self.start(lanes[is_last], records[is_last] - length + 1, length)

    def on_end(self, lane, last_record, steps):
        """The errors of all steps of this lane's episode are there."""
        length, period = self.case["length"], self.case["sequence_period"]
        first = max(0, steps - length)
        if steps < length or first % period != 0:
            self.start(np.array([lane]), np.array([last_record - (steps - first) + 1]), steps - first)

    def start(self, lanes, records, count):
        errors = self.errors[self.slots(lanes[:, None], records[:, None] + np.arange(count))]
        self.new_leaves.append(self.slots(lanes, records))
        self.new_priorities.append(self.mixed(errors.max(1), errors.mean(1)))

    def mixed(self, largest, mean):
        return self.case["priority_eta"] * largest + (1 - self.case["priority_eta"]) * mean

    def publish(self):
        """What has begun since the last call can be drawn from now on."""
        if self.new_leaves:
            self.update(np.concatenate(self.new_leaves), np.concatenate(self.new_priorities))
            self.new_leaves, self.new_priorities = [], []

    def update(self, leaves, priorities):
        masses = np.maximum(priorities, self.LEAST_PRIORITY).astype(np.float64) ** self.case["priority_exponent"]
        self.tree.set(leaves, masses)

    def sample(self, exponent):
        """Leaves, and the batch's arrays by name as the learner takes them; `exponent` is beta."""
        case = self.case
        leaves, probabilities = self.tree.draw(case["batch_size"], self.random)
        lane_starts = leaves - leaves % self.capacity
        look_backs = np.minimum(self.positions[leaves], case["burn_in"])
        reach = look_backs + case["length"] - 1 + case["n"]
        offsets = np.arange(case["burn_in"] + case["length"] + case["n"])
        records = (leaves % self.capacity - look_backs)[:, None] + offsets
        slots = lane_starts[:, None] + records % self.capacity
        is_end = self.is_closing[slots]
        is_end[:, -1] = True
        # The window's last record; beyond it the same is seen again.
        last = np.minimum(is_end.argmax(1), reach)
        end = np.take_along_axis(slots, last[:, None], 1)
        slots = np.where(offsets <= last[:, None], slots, end)
        end = end[:, 0]
        is_step = offsets[:-1] < last[:, None]
        batch = {
            "rewards": self.rewards[slots[:, :-1]] * is_step,
            "valid_steps": last - look_backs,
            "goes_on": np.where(self.is_closing[end] & self.is_terminated[end], np.float32(0), np.float32(1)),
            "weights": ((probabilities.min() / probabilities) ** exponent).astype(np.float32),
        }
        if case["memory"]["kind"] == "none":
            batch.update(now=self.observations[leaves], next=self.observations[end], actions=self.actions[leaves])
        else:
            batch.update(observations=self.observations[slots], actions=self.actions[slots[:, :-1]] * is_step,
                         lookbacks=look_backs)
        if self.states is not None:
            batch["state"] = self.states[slots[:, 0]]
        return leaves, batch
