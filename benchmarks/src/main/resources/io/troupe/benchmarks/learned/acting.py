"""Decisions for several environments at once: lanes that explore and fill the replay, and greedy episodes."""
import copy

import environments
import numpy as np
import torch


class Policy:
    """A network, and what it remembers of each of several episodes."""

    def __init__(self, case, rows):
        self.kind = case["memory"]["kind"]
        units = case["memory"]["units"]
        self.states = np.zeros((rows, {"lstm": 2 * units, "gru": units}.get(self.kind, 0)), np.float32)
        self.lengths = np.zeros(rows, np.int64)
        context_length = case["memory"]["context_length"] if self.kind == "transformer" else 0
        self.contexts = np.zeros((rows, context_length, *case["shape"]), np.float32)

    def forget(self, which):
        self.states[which] = 0
        self.lengths[which] = 0

    def keep(self, which):
        self.states, self.lengths, self.contexts = self.states[which], self.lengths[which], self.contexts[which]

    @torch.inference_mode()
    def q_values(self, network, observations):
        """(rows, actions) of each episode's next observation."""
        if self.kind == "none":
            return network(torch.from_numpy(observations).float()).numpy()
        if self.kind == "transformer":
            return self.attend(network, observations)
        shown = torch.from_numpy(observations).unsqueeze(1)
        features, states = network.remember(shown, torch.from_numpy(self.states))
        self.states = states.numpy()
        return network.q_values(features[:, 0]).numpy()

    def attend(self, network, observations):
        is_full = self.lengths == self.contexts.shape[1]
        if is_full.all():
            self.contexts = np.roll(self.contexts, -1, 1)
        elif is_full.any():
            self.contexts[is_full, :-1] = self.contexts[is_full, 1:]
        self.lengths = np.where(is_full, self.lengths, self.lengths + 1)
        rows = np.arange(len(self.lengths))
        self.contexts[rows, self.lengths - 1] = observations
        # Attention is causal: what lies behind a shorter context is not looked at.
        shown = torch.from_numpy(self.contexts[:, :self.lengths.max()])
        features = network.remember(shown)[0][torch.from_numpy(rows), torch.from_numpy(self.lengths - 1)]
        return network.q_values(features).numpy()


class Lanes:
    """Environments that explore by Ape-X's ladder of epsilons, and tell the replay their steps and first priorities."""

    def __init__(self, case, replay, random):
        self.case, self.replay, self.random = case, replay, random
        self.count = case["lanes"]
        self.all = np.arange(self.count)
        self.epsilons = case["ladder_epsilon"] ** (1 + case["ladder_alpha"] * self.all / max(1, self.count - 1))
        self.environments = environments.make(case["environment"], self.count, random, case["environment_options"])
        self.environments.reset()
        self.observations = self.environments.observe()
        self.policy = Policy(case, self.count)
        self.positions = np.zeros(self.count, np.int64)
        self.powers = case["discount"] ** np.arange(case["n"] + 1)
        # The last n rewards and Q(s, a) of each lane, by record.
        self.rewards = np.zeros((self.count, case["n"]))
        self.chosen = np.zeros((self.count, case["n"]))

    def step(self, network):
        """A step of each lane."""
        states = self.policy.states
        q = self.policy.q_values(network, self.observations)
        self.complete(q.max(1))
        actions = np.where(self.random.random(self.count) < self.epsilons,
                           self.random.integers(0, self.case["actions"], self.count), q.argmax(1))
        rewards, terminated, truncated = self.environments.step(actions)
        at = self.positions % self.case["n"]
        self.rewards[self.all, at] = rewards
        self.chosen[self.all, at] = q[self.all, actions]
        self.replay.append(self.all, self.observations, actions, rewards, self.positions, states)
        self.positions = self.positions + 1
        self.observations = self.environments.observe()
        is_over = terminated | truncated
        if is_over.any():
            self.end(network, is_over, terminated, truncated)
        self.replay.publish()

    def complete(self, best):
        """The errors of the steps n before those whose best Q-values these are."""
        n = self.case["n"]
        lanes = np.flatnonzero(self.positions >= n)
        if len(lanes) == 0:
            return
        first = self.positions[lanes] - n
        in_order = (first[:, None] + np.arange(n)) % n
        rewards = np.take_along_axis(self.rewards[lanes], in_order, 1)
        targets = rewards @ self.powers[:-1] + self.powers[-1] * best[lanes]
        errors = np.abs(targets - self.chosen[lanes, first % n])
        self.replay.on_errors(lanes, self.replay.next[lanes] - n, first, errors)

    def end(self, network, is_over, terminated, truncated):
        best = np.zeros(self.count)
        if truncated.any():
            best = np.where(truncated, copy.deepcopy(self.policy).q_values(network, self.observations).max(1), 0)
        lanes = np.flatnonzero(is_over)
        for lane in lanes:
            self.complete_last(lane, best[lane])
        self.replay.close(lanes, self.observations[lanes], self.positions[lanes], terminated[lanes])
        self.environments.reset(is_over)
        self.policy.forget(is_over)
        self.positions[is_over] = 0
        self.observations = self.environments.observe()

    def complete_last(self, lane, target):
        """The errors of the episode's last steps, which reach to its end; `target` is what comes after it."""
        n, steps, record = self.case["n"], int(self.positions[lane]), int(self.replay.next[lane])
        errors = []
        for position in range(steps - 1, max(0, steps - n) - 1, -1):
            target = self.rewards[lane, position % n] + self.powers[1] * target
            errors.append(abs(target - self.chosen[lane, position % n]))
        for back in range(len(errors), 0, -1):
            self.replay.on_errors(np.array([lane]), np.array([record - back]), np.array([steps - back]), errors[back - 1])
        self.replay.on_end(lane, record - 1, steps)


def evaluate(case, network, random):
    """The mean return of greedy episodes, all side by side."""
    rows = case["evaluation_episodes"]
    several = environments.make(case["environment"], rows, random, case["environment_options"])
    several.reset()
    policy, alive, returns = Policy(case, rows), np.arange(rows), np.zeros(rows)
    while len(alive) > 0:
        actions = policy.q_values(network, several.observe()).argmax(1)
        rewards, terminated, truncated = several.step(actions)
        returns[alive] += rewards
        goes_on = ~(terminated | truncated)
        if not goes_on.all():
            alive = alive[goes_on]
            several.keep(goes_on)
            policy.keep(goes_on)
    return float(returns.mean())
