"""Environments that show and do what the bridge to Gymnasium has to cope with."""
import os
import time

import gymnasium
import numpy
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary


class Shown(gymnasium.Env):
    """Shows a random member of a space; its actions begin at 5; terminated after 7 steps or truncated after 4."""

    def __init__(self, space, truncated=False):
        self.observation_space, self.action_space = space, Discrete(3, start=5)
        self.is_truncated = truncated

    def show(self):
        self.observation_space.seed(int(self.np_random.integers(1 << 30)))
        return self.observation_space.sample()

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.taken = 0
        return self.show(), {}

    def step(self, action):
        assert self.action_space.contains(action), action
        self.taken += 1
        return (self.show(), float(action) / 3, not self.is_truncated and self.taken == 7,
                self.is_truncated and self.taken == 4, {})


class Faulty(Shown):
    """Counts its steps since it was made. Throws, prints, or sleeps, as it is told."""

    def __init__(self, fails_at=0, reset_fails=False, noise=False, sleep_s=0.0, cut_after=0):
        super().__init__(Box(0, 1e6, (2,), numpy.float32))
        self.fails_at, self.reset_fails, self.noise, self.sleep_s = fails_at, reset_fails, noise, sleep_s
        self.total = 0

    def show(self):
        return numpy.array([self.total, os.getpid()], numpy.float32)

    def reset(self, *, seed=None, options=None):
        if self.reset_fails:
            raise RuntimeError("no reset on purpose")
        return super().reset(seed=seed)

    def step(self, action):
        self.total += 1
        if self.noise:
            print("printed", self.total)
            os.write(1, b"written %d\n" % self.total)
        time.sleep(self.sleep_s)
        if self.total == self.fails_at:
            raise ValueError("failed on\npurpose at %d" % self.total)
        return super().step(action)


class Masked(Shown):
    """Says with what it shows that the action that was taken last is not legal any more; of a terminated one nothing."""

    def __init__(self, actions=3):
        super().__init__(Discrete(2))
        self.action_space = Discrete(actions, start=5)

    def mask(self, action):
        legal = numpy.ones(self.action_space.n, numpy.int8)
        legal[action - 5] = 0
        return {"action_mask": legal}

    def reset(self, *, seed=None, options=None):
        return super().reset(seed=seed)[0], self.mask(5)

    def step(self, action):
        observation, reward, terminated, truncated, _ = super().step(action)
        return observation, reward, terminated, truncated, {} if terminated else self.mask(action)


class Drawn(Shown):
    """Draws how often it was drawn since it was made, after how many steps of its episode. Or does not, as it is told."""

    metadata = {"render_modes": ["rgb_array", "ansi"]}

    def __init__(self, render_mode=None, gives="text"):
        super().__init__(Discrete(2))
        self.render_mode, self.gives, self.drawn = render_mode, gives, 0

    def render(self):
        if self.gives == "error":
            raise ValueError("no drawing on purpose")
        self.drawn += 1
        return "drawing \x1b[41m%d\x1b[0m, step %d\n" % (self.drawn, self.taken) if self.gives == "text" else 5


SPACES = {
    "Image": Box(0, 255, (48, 40, 3), numpy.uint8),
    "Gray": Box(0, 255, (9, 8), numpy.uint8),
    "Planes": Box(0, 1, (4, 6, 5), numpy.float64),
    "Integers": Box(-9, 9, (2, 3), numpy.int64),
    "Scalar": Box(-1, 1, (), numpy.float32),
    "Flags": Box(0, 1, (13,), bool),
    "Bits": MultiBinary(11),
    "Number": Discrete(21, start=-4),
    "Named": Dict({"a": Discrete(2)}),
    "Grid": MultiBinary([2, 3]),
}
for name, space in SPACES.items():
    gymnasium.register("test/%s-v0" % name, Shown, kwargs={"space": space}, disable_env_checker=True)
gymnasium.register("test/Masked-v0", Masked, disable_env_checker=True)
gymnasium.register("test/Drawn-v0", Drawn, disable_env_checker=True)
gymnasium.register("test/Faulty-v0", Faulty, disable_env_checker=True)
