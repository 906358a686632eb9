"""Prints CartPole-v1 trajectories as a table, for CartPoleTest.

    python3 cartpole_trajectories.py equations   the equations written down once more, in plain Python
    python3 cartpole_trajectories.py gymnasium   Gymnasium's own CartPole-v1 (pip install gymnasium)

A line "E x v angle w actions" begins an episode; "S step x v angle w terminated truncated" is the state after so many
steps: of every step of a short episode, of every 20th of a long one, and of the last.
"""
import math
import sys


class Equations:
    """One Euler step of 0.02 s of a cart of 1 kg with a pole of 0.1 kg and 1 m, pushed with 10 N."""

    def begin(self, state):
        self.state = state
        self.steps = 0

    def step(self, action):
        x, v, angle, w = self.state
        force = 10.0 if action == 1 else -10.0
        total, pole, half = 0.1 + 1.0, 0.1, 0.5
        pull = (force + pole * half * w ** 2 * math.sin(angle)) / total
        w_dot = (9.8 * math.sin(angle) - math.cos(angle) * pull) / (
            half * (4.0 / 3.0 - pole * math.cos(angle) ** 2 / total))
        v_dot = pull - pole * half * w_dot * math.cos(angle) / total
        self.state = (x + 0.02 * v, v + 0.02 * v_dot, angle + 0.02 * w, w + 0.02 * w_dot)
        self.steps += 1
        terminated = abs(self.state[0]) > 2.4 or abs(self.state[2]) > math.radians(12)
        return self.state, 1.0, terminated, self.steps >= 500


class Gymnasium:
    def __init__(self):
        import gymnasium
        self.env = gymnasium.make("CartPole-v1")

    def begin(self, state):
        import numpy
        self.env.reset(seed=0)
        self.env.unwrapped.state = numpy.array(state, dtype=numpy.float64)

    def step(self, action):
        _, reward, terminated, truncated, _ = self.env.step(action)
        return tuple(float(value) for value in self.env.unwrapped.state), reward, terminated, truncated


def uniform(seed):
    """A small generator that is the same everywhere: Knuth's MMIX constants, numbers in -0.05 ... 0.05."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        yield (seed >> 11) / 2 ** 53 * 0.1 - 0.05


def policies(random):
    yield lambda s: 0
    yield lambda s: 1
    yield lambda s: int(next(random) > 0)
    yield lambda s: int(next(random) > 0)
    yield lambda s: int(s[2] + 0.5 * s[3] + 0.12 > 0)                           # upright, but runs off the track
    yield lambda s: int(0.1 * s[0] + 0.3 * s[1] + 2 * s[2] + 0.7 * s[3] > 0)    # stays up to the limit of 500


def main():
    cart_pole = Gymnasium() if sys.argv[1] == "gymnasium" else Equations()
    random = uniform(20)
    for policy in policies(random):
        state = tuple(next(random) for _ in range(4))
        begin, actions, states = state, [], []
        cart_pole.begin(state)
        terminated = truncated = False
        while not (terminated or truncated):
            actions.append(policy(state))
            state, reward, terminated, truncated = cart_pole.step(actions[-1])
            assert reward == 1.0
            states.append((len(actions), *map(repr, state), int(terminated), int(truncated and not terminated)))
        print("E", *map(repr, begin), "".join(map(str, actions)))
        for line in states:
            if len(states) < 60 or line[0] % 20 == 0 or line[0] == len(states):
                print("S", *line)


main()
