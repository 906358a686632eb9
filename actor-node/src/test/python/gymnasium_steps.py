"""Prints single steps of one of Gymnasium's classic control tasks, for ClassicControlTest.

    python3 gymnasium_steps.py MountainCar-v0

The first line is the number of steps after which Gymnasium truncates an episode. Each further line is a step from a
state of its own: "S s0 … action s0' … o0 … reward terminated", numbers as repr prints them. Half of the states are drawn
from the whole space, a tenth of these from where something is clipped or ends; the others lie on episodes.
"""
import math
import random
import sys

import gymnasium
import numpy

BOUNDS = {
    "CartPole-v1": [(-2.5, 2.5), (-4, 4), (-0.22, 0.22), (-4, 4)],
    "MountainCar-v0": [(-1.2, 0.6), (-0.07, 0.07)],
    "Acrobot-v1": [(-math.pi, math.pi), (-math.pi, math.pi), (-4 * math.pi, 4 * math.pi), (-9 * math.pi, 9 * math.pi)],
}


def main(name):
    made = gymnasium.make(name)
    print(made.spec.max_episode_steps)
    env = made.unwrapped
    env.reset(seed=1)
    draw = random.Random(2)
    on_episode = None
    for i in range(20_000):
        if i % 2 == 0:
            edge = 1.0 if i % 20 else 0.02
            state = [draw.uniform(low, high) if edge == 1.0 or draw.random() < 0.5
                     else draw.choice((low, high)) * (1 - edge * draw.random()) for low, high in BOUNDS[name]]
        else:
            if on_episode is None:
                env.reset()
                on_episode = [float(value) for value in env.state]
            state = on_episode
        action = draw.randrange(env.action_space.n)
        env.state = numpy.array(state, dtype=numpy.float64)
        # CartPole warns where it is stepped behind an episode's end.
        env.steps_beyond_terminated = None
        observation, reward, terminated, _, _ = env.step(action)
        after = [float(value) for value in env.state]
        print("S", *map(repr, state), action, *map(repr, after), *(repr(float(value)) for value in observation),
              reward, int(terminated))
        if i % 2:
            on_episode = None if terminated or i % 400 == 1 else after


main(sys.argv[1])
