"""gym_trace.py ENVIRONMENT SEED KWARGS [MODULE.py]: takes the actions that come in, a line; prints a JSON line a step."""
import json
import os
import sys

import gymnasium
import numpy

if len(sys.argv) > 4:
    sys.path.insert(0, os.path.dirname(sys.argv[4]))
    __import__(os.path.basename(sys.argv[4])[:-3])
env = gymnasium.make(sys.argv[1], **json.loads(sys.argv[3]))
space = env.observation_space
first = int(env.action_space.start)


def shown(observation):
    if isinstance(space, gymnasium.spaces.Discrete):
        return [int(value == observation - space.start) for value in range(space.n)]
    array = numpy.asarray(observation)
    if array.ndim == 3 and array.shape[2] < min(array.shape[:2]):
        array = numpy.moveaxis(array, 2, 0)
    return array.astype(numpy.float32).reshape(-1).tolist()


print(json.dumps({"observation": shown(env.reset(seed=int(sys.argv[2]))[0])}))
for action in sys.stdin.readline().split():
    observation, reward, terminated, truncated, _ = env.step(first + int(action))
    print(json.dumps({"observation": shown(observation), "reward": float(reward), "terminated": bool(terminated),
                      "truncated": bool(truncated)}))
    if terminated or truncated:
        break
