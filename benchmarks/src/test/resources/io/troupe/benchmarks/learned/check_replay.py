"""Holds the peer's replay against one that looks everything up, episode by episode, in all that was ever said to it."""
import numpy as np
import replay

CASE = {"lanes": 3, "capacity_steps": 240, "encoder": {"kind": "mlp"}, "shape": [1], "priority_eta": 0.9,
        "priority_exponent": 0.6, "batch_size": 32}


def check_tree(random):
    tree, masses = replay.PriorityTree(5000), np.zeros(5000)
    for _ in range(300):
        leaves = random.integers(0, 5000, 40)
        masses[leaves] = values = random.random(5000)[leaves] * (random.random(5000)[leaves] < 0.7)
        tree.set(leaves, values)
    assert np.isclose(tree.total(), masses.sum(), rtol=1e-12)
    leaves, probabilities = tree.draw(64, np.random.default_rng(5))
    at = (np.arange(64) + np.random.default_rng(5).random(64)) * masses.sum() / 64
    assert np.array_equal(leaves, np.searchsorted(np.cumsum(masses), at, "right"))
    assert np.allclose(probabilities, masses[leaves] / masses.sum())


class Lived:
    """Random episodes in a replay, and all of it once more as lists of (observation, action, reward, is_terminated)."""

    def __init__(self, case, random):
        self.case, self.random = case, random
        self.replay = replay.Replay(case, 2, random)
        self.episodes = [[[]] for _ in range(case["lanes"])]
        self.firsts = [[0] for _ in range(case["lanes"])]
        self.errors, self.terminated = {}, {}
        self.told = 0

    def step(self):
        # All lanes at once, as they are stepped; each episode's errors are told when it is over.
        lanes = np.arange(self.case["lanes"])
        positions = np.array([len(e[-1]) for e in self.episodes])
        observations = self.told + 1.0 + lanes
        self.told += len(lanes)
        actions, rewards = self.random.integers(0, 4, len(lanes)), self.random.random(len(lanes)).astype(np.float32)
        states = np.stack((observations, -observations), 1).astype(np.float32)
        self.replay.append(lanes, observations[:, None].astype(np.float32), actions, rewards, positions, states)
        for lane in lanes:
            self.episodes[lane][-1].append((observations[lane], actions[lane], rewards[lane]))
            if self.random.random() < 0.06 or len(self.episodes[lane][-1]) == 40:
                self.end(lane, bool(self.random.integers(0, 2)))
        self.replay.publish()

    def end(self, lane, is_terminated):
        episode, record = self.episodes[lane][-1], int(self.replay.next[lane])
        one = np.array([lane])
        for back in range(len(episode), 0, -1):
            error = self.random.random()
            self.errors[lane, record - back] = error
            self.replay.on_errors(one, np.array([record - back]), np.array([len(episode) - back]), error)
        self.replay.on_end(lane, record - 1, len(episode))
        last = self.told + 0.5
        self.replay.close(one, np.array([[last]], np.float32), np.array([len(episode)]), np.array([is_terminated]))
        episode.append((last, 0, 0.0))
        self.episodes[lane].append([])
        self.firsts[lane].append(record + 1)
        self.terminated[lane, len(self.firsts[lane]) - 2] = is_terminated

    def windows(self):
        """Leaf → (lane, episode, start, steps) of all that can still be cut."""
        case, found = self.case, {}
        for lane in range(case["lanes"]):
            oldest = self.replay.next[lane] - self.replay.capacity
            for number, episode in enumerate(self.episodes[lane][:-1]):
                steps = len(episode) - 1
                starts = {s for s in range(0, steps, case["sequence_period"]) if s + case["length"] <= steps}
                starts.add(max(0, steps - case["length"]))
                for start in starts:
                    record = self.firsts[lane][number] + start
                    if record - case["burn_in"] >= oldest:
                        found[lane * self.replay.capacity + record % self.replay.capacity] = (lane, number, start, steps)
        return found

    def check(self):
        case, windows = self.case, self.windows()
        expected = np.zeros(len(self.replay.tree.levels[0]))
        for leaf, (lane, number, start, steps) in windows.items():
            first = self.firsts[lane][number] + start
            errors = [self.errors[lane, first + t] for t in range(min(case["length"], steps - start))]
            mixed = 0.9 * max(errors) + 0.1 * np.mean(errors)
            expected[leaf] = mixed ** 0.6
        assert np.allclose(self.replay.tree.levels[0], expected, rtol=1e-5), "masses"
        leaves, batch = self.replay.sample(0.5)
        masses = expected[leaves]
        assert np.allclose(batch["weights"], (masses.min() / masses) ** 0.5, rtol=1e-4), "weights"
        for row, leaf in enumerate(leaves):
            self.check_row(*windows[leaf], {name: array[row] for name, array in batch.items()})

    def check_row(self, lane, number, start, steps, row):
        case, episode = self.case, self.episodes[lane][number]
        horizon = case["length"] - 1 + case["n"]
        begin = max(0, start - case["burn_in"])
        valid = min(horizon, steps - start)
        assert row["valid_steps"] == valid
        is_terminated = start + horizon >= steps and self.terminated[lane, number]
        assert row["goes_on"] == (0.0 if is_terminated else 1.0)
        rewards = [episode[begin + i][2] if begin + i < start + valid else 0 for i in range(len(row["rewards"]))]
        assert np.allclose(row["rewards"], rewards)
        if "now" in row:
            assert row["now"][0] == episode[start][0] and row["next"][0] == episode[start + valid][0]
            assert row["actions"] == episode[start][1]
            return
        assert row["lookbacks"] == start - begin
        shown = [episode[min(begin + i, start + valid)][0] for i in range(len(row["observations"]))]
        assert np.array_equal(row["observations"][:, 0], shown)
        actions = [episode[begin + i][1] if begin + i < start + valid else 0 for i in range(len(row["actions"]))]
        assert np.array_equal(row["actions"], actions)
        assert row["state"][0] == episode[begin][0]


def check_windows(random, **settings):
    lived = Lived({**CASE, **settings}, random)
    for step in range(400):
        lived.step()
        if step > 60 and step % 20 == 0:
            lived.check()


check_tree(np.random.default_rng(1))
check_windows(np.random.default_rng(2), memory={"kind": "none"}, n=3, length=1, burn_in=0, sequence_period=1)
check_windows(np.random.default_rng(3), memory={"kind": "lstm"}, n=2, length=4, burn_in=3, sequence_period=2)
check_windows(np.random.default_rng(4), memory={"kind": "lstm"}, n=3, length=9, burn_in=0, sequence_period=9)
print("same")
