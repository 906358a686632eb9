"""Steps the same environments in a bare loop: the peer of `troupe bench gym`. A line with seconds in, a JSON line out."""
import json
import sys
import time

import gymnasium

name, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
envs = [gymnasium.make(name) for _ in range(count)]
first = int(envs[0].action_space.start)
for i, env in enumerate(envs):
    env.reset(seed=seed + i)
    env.action_space.seed(seed + i)
rounds = [[int(env.action_space.sample()) for env in envs] for _ in range(1009)]
print(json.dumps({"gymnasium": gymnasium.__version__, "python": sys.version.split()[0]}), flush=True)
for line in sys.stdin:
    seconds, steps = float(line), 0
    start = now = time.perf_counter()
    while now - start < seconds:
        for actions in rounds[:64]:
            for env, action in zip(envs, actions):
                observation, reward, terminated, truncated, info = env.step(action)
                if terminated or truncated:
                    env.reset()
            steps += count
        rounds = rounds[64:] + rounds[:64]
        now = time.perf_counter()
    print(json.dumps({"steps": steps, "s": now - start}), flush=True)
