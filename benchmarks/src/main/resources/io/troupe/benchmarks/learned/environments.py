"""Troupe's environments, many side by side as arrays: those of `troupe bench learned`, rule by rule after the Java classes.

Each has `rows` episodes at once. `reset(which)` begins those anew that the boolean array names, from what `starts(count)`
draws; `step(actions)` takes a step in each and returns rewards, terminated and truncated; `observe()` is what they show.
`keep(which)` lets go of all others: an evaluation's episodes end one by one.
"""
import math

import numpy as np


class Environments:
    STATE = ()

    def __init__(self, rows, random):
        self.random = random
        self.rows = rows

    def reset(self, which=None):
        which = np.ones(self.rows, bool) if which is None else which
        self.begin(which, self.starts(int(which.sum())))

    def keep(self, which):
        for name in self.STATE:
            setattr(self, name, getattr(self, name)[which])
        self.rows = int(which.sum())


class CartPole(Environments):
    """After `CartPole`: double precision, Euler steps in Gymnasium's order of operations."""

    STATE = ("state", "steps")

    def __init__(self, rows, random, max_episode_steps, is_masked=False):
        super().__init__(rows, random)
        self.max_episode_steps = max_episode_steps
        self.seen = [0, 2] if is_masked else [0, 1, 2, 3]
        self.state = np.zeros((rows, 4))
        self.steps = np.zeros(rows, np.int64)

    def starts(self, count):
        return self.random.uniform(-0.05, 0.05, (count, 4))

    def begin(self, which, starts):
        self.state[which] = starts
        self.steps[which] = 0

    def step(self, actions):
        position, velocity, angle, angular_velocity = self.state.T
        force = np.where(actions == 1, 10.0, -10.0)
        cosine, sine = np.cos(angle), np.sin(angle)
        pull = (force + 0.05 * (angular_velocity * angular_velocity) * sine) / 1.1
        angular_acceleration = (9.8 * sine - cosine * pull) / (0.5 * (4.0 / 3.0 - 0.1 * (cosine * cosine) / 1.1))
        acceleration = pull - 0.05 * angular_acceleration * cosine / 1.1
        change = np.stack((velocity, acceleration, angular_velocity, angular_acceleration), 1)
        self.state = self.state + 0.02 * change
        self.steps += 1
        terminated = (np.abs(self.state[:, 0]) > 2.4) | (np.abs(self.state[:, 2]) > 12 * 2 * math.pi / 360)
        return np.ones(self.rows, np.float32), terminated, ~terminated & (self.steps >= self.max_episode_steps)

    def observe(self):
        return self.state[:, self.seen].astype(np.float32)


class PassiveTMaze(Environments):
    """After `TMaze` with its oracle at the start. Actions: right, up, left, down."""

    STATE = ("goal", "x", "y", "steps", "is_asked")

    def __init__(self, rows, random, corridor_length):
        super().__init__(rows, random)
        self.fork = corridor_length
        self.goal, self.x, self.y, self.steps = (np.zeros(rows, np.int64) for _ in range(4))
        self.is_asked = np.zeros(rows, bool)

    def starts(self, count):
        return 1 - 2 * self.random.integers(0, 2, count)

    def begin(self, which, starts):
        self.goal[which] = starts
        self.x[which] = self.y[which] = self.steps[which] = 0
        self.is_asked[which] = False

    def step(self, actions):
        # What is shown at the oracle is shown once.
        self.is_asked |= self.x == 0
        at_fork, in_corridor = self.x == self.fork, self.y == 0
        sideways = np.where(actions == 1, 1, 0) - np.where(actions == 3, 1, 0)
        self.y = np.where(sideways != 0, np.where(at_fork, np.clip(self.y + sideways, -1, 1), 0), self.y)
        self.x = np.where(actions == 0, np.minimum(self.x + 1, self.fork), self.x)
        self.x = np.where((actions == 2) & in_corridor, np.maximum(self.x - 1, 0), self.x)
        self.steps += 1
        is_over = self.steps == self.fork + 1
        late = np.where(self.x < self.steps, np.float32(-1 / self.fork), np.float32(0))
        rewards = np.where(is_over, (self.y == self.goal).astype(np.float32), late)
        return rewards, is_over, np.zeros(self.rows, bool)

    def observe(self):
        at_fork = self.x == self.fork
        signal = np.where(at_fork, self.y, np.where((self.x == 0) & ~self.is_asked, self.goal, 0))
        return np.stack((at_fork, signal), 1).astype(np.float32)


class Breakout(Environments):
    """After `Breakout` and `MinAtarGame`: bits (4, 10, 10), six actions, sticky ones."""

    STATE = ("paddle", "x", "y", "dx", "dy", "last_x", "last_y", "bricks", "among_bricks", "last_action", "steps")
    LEFT, RIGHT = 1, 3

    def __init__(self, rows, random, max_episode_steps, sticky):
        super().__init__(rows, random)
        self.max_episode_steps = max_episode_steps
        self.sticky = sticky
        for name in self.STATE:
            setattr(self, name, np.zeros(rows, np.int64))
        self.bricks = np.zeros((rows, 10, 10), bool)
        self.among_bricks = np.zeros(rows, bool)

    def starts(self, count):
        """Whether the ball begins in the left corner."""
        return self.random.integers(0, 2, count) == 1

    def begin(self, which, starts):
        self.x[which] = self.last_x[which] = np.where(starts, 0, 9)
        self.y[which] = self.last_y[which] = 3
        self.dx[which] = np.where(starts, 1, -1)
        self.dy[which] = 1
        self.paddle[which] = 4
        self.bricks[which] = False
        self.bricks[which, 1:4] = True
        self.among_bricks[which] = False
        self.last_action[which] = self.steps[which] = 0

    def step(self, actions):
        if self.sticky > 0:
            actions = np.where(self.random.random(self.rows) < self.sticky, self.last_action, actions)
        self.last_action = actions
        rows = np.arange(self.rows)
        moves = (actions == self.RIGHT).astype(np.int64) - (actions == self.LEFT)
        self.paddle = np.clip(self.paddle + moves, 0, 9)
        self.last_x, self.last_y = self.x, self.y
        x, y = self.x + self.dx, self.y + self.dy
        self.dx = np.where((x < 0) | (x > 9), -self.dx, self.dx)
        x = np.clip(x, 0, 9)
        at_ceiling = y < 0
        y = np.maximum(y, 0)
        at_brick = ~at_ceiling & self.bricks[rows, y, x]
        is_broken = at_brick & ~self.among_bricks
        self.bricks[rows[is_broken], y[is_broken], x[is_broken]] = False
        at_floor = ~at_ceiling & ~at_brick & (y == 9)
        self.bricks[at_floor & ~self.bricks.any((1, 2)), 1:4] = True
        is_on_paddle = at_floor & (self.x == self.paddle)
        is_at_end = at_floor & ~is_on_paddle & (x == self.paddle)
        is_lost = at_floor & ~is_on_paddle & ~is_at_end
        self.dx = np.where(is_at_end, -self.dx, self.dx)
        self.dy = np.where(at_ceiling | is_broken | is_on_paddle | is_at_end, -self.dy, self.dy)
        self.y = np.where(is_broken | is_on_paddle | is_at_end, self.last_y, y)
        self.x = x
        self.among_bricks = at_brick
        self.steps += 1
        return is_broken.astype(np.float32), is_lost, ~is_lost & (self.steps >= self.max_episode_steps)

    def observe(self):
        shown = np.zeros((self.rows, 4, 10, 10), np.uint8)
        rows = np.arange(self.rows)
        shown[rows, 0, 9, self.paddle] = 1
        shown[rows, 1, self.y, self.x] = 1
        shown[rows, 2, self.last_y, self.last_x] = 1
        shown[:, 3] = self.bricks
        return shown


def make(name, rows, random, options):
    """The environments of Troupe's `name`, with its options."""
    if name in ("cartpole", "masked-cartpole"):
        return CartPole(rows, random, int(options["max-episode-steps"]), name == "masked-cartpole")
    if name == "tmaze-passive":
        return PassiveTMaze(rows, random, int(options["T"]))
    if name == "minatar-breakout":
        return Breakout(rows, random, int(options["max-episode-steps"]), float(options["sticky-actions"]))
    raise ValueError(f"there are no environments called {name} here")
