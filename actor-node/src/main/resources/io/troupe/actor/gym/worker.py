"""The Python side of the bridge to Gymnasium: K environments, stepped when Troupe says so. Needs Gymnasium alone.

Its standard input and output become private pipes; what an environment prints goes to the error output. On the pipes go a
greeting in JSON, and then one byte a step each way; DRAW asks for a drawing between two steps, and is answered in JSON.
Everything else is in memory that both map (see Slots.java):

    0    int64           rounds that Troupe has begun
    64   int64           rounds that are done here
    128  int64    [K]    what each environment is to do: 0 nothing, STEP, RESET, MAKE
    ...  int64    [K]    its action, or the seed of its episode
    ...  float64  [K]    the reward
    ...  int64    [K]    how the step ended: TERMINATED, TRUNCATED, FAILED
    ...  bytes [K][..]   the observation, as it is stored, and behind it the mask of the legal actions, where there is one
"""
import json
import os
import signal
import struct
import sys
import threading
import time
import traceback

STEP, RESET, MAKE = 1, 2, 3
TERMINATED, TRUNCATED, FAILED = 1, 2, 4
MAX_BITS = 65536
DRAW, TEXT = b"d", "ansi"
SPIN_S = 50e-6


class Unusable(Exception):
    """The environment cannot be used at all; told to the user as it is."""


class Pipes:
    def __init__(self):
        self.commands, self.answers = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        os.close(nothing)

    def read(self, count):
        parts = b""
        while len(parts) < count:
            part = os.read(self.commands, count - len(parts))
            if not part:
                os._exit(0)
            parts += part
        return parts

    def read_json(self):
        return json.loads(self.read(struct.unpack("<i", self.read(4))[0]))

    def write(self, data):
        while data:
            data = data[os.write(self.answers, data):]

    def write_json(self, value):
        text = json.dumps(value).encode()
        self.write(struct.pack("<i", len(text)) + text)


def end_with(parent):
    """Ends this process when the one that started it is gone, even while an environment computes."""
    def watch():
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)
    threading.Thread(target=watch, daemon=True).start()


def close_to(name, names):
    import difflib
    near = difflib.get_close_matches(name, names, 3)
    return "; did you mean " + " or ".join(near) + "?" if near else ""


def load(module):
    """By its name, or by its file."""
    if module.endswith(".py"):
        folder, module = os.path.split(os.path.abspath(module))
        if not os.path.isfile(os.path.join(folder, module)):
            raise FileNotFoundError("there is no file " + os.path.join(folder, module))
        sys.path.insert(0, folder)
        module = module[:-3]
    __import__(module)


class Maker:
    """Makes copies of the environment that the greeting describes."""

    def __init__(self, greeting):
        self.name = greeting["environment"]
        self.arguments = greeting["arguments"]
        self.is_masked = greeting["action_mask"]
        for module in greeting["imports"]:
            try:
                load(module)
            except Exception as e:
                log(e)
                raise Unusable("import=%s: %s (in %s)" % (module, last_line(e), sys.executable))
        try:
            import gymnasium
        except ImportError as e:
            raise Unusable("Gymnasium cannot be imported by %s (%s); install it there (%s -m pip install gymnasium), or"
                           " name another Python with TROUPE_PYTHON or --env-set python=…"
                           % (sys.executable, last_line(e), sys.executable))
        self.gymnasium = gymnasium
        self.wrappers = [self.wrapper(*one) for one in parsed(greeting["wrappers"])]

    def wrapper(self, name, positional, named):
        """A function that wraps: one of gymnasium.wrappers, or a class of a module."""
        if name == "atari":
            # The game's own frame skip would come on top of the wrapper's.
            self.arguments.setdefault("frameskip", 1)
            name = "AtariPreprocessing"
        module, _, last = name.rpartition(".")
        try:
            home = __import__(module, fromlist=[last]) if module else self.gymnasium.wrappers
            found = getattr(home, last)
        except ImportError as e:
            raise Unusable("gym-wrappers=%s: %s" % (name, last_line(e)))
        except AttributeError:
            known = [each for each in dir(home) if each[:1].isupper()]
            raise Unusable("gym-wrappers=%s: there is no %s in %s%s" % (name, last, home.__name__, close_to(last, known)))
        return name, lambda env: found(env, *positional, **named)

    def render_mode(self):
        """To be said when it is made. Text costs nothing before render() is called; where there is none, none is made."""
        try:
            spec = self.gymnasium.spec(self.name)
            creator = spec.entry_point
            if isinstance(creator, str):
                module, _, name = creator.partition(":")
                creator = getattr(__import__(module, fromlist=[name]), name)
            is_free = "render_mode" not in self.arguments and "render_mode" not in spec.kwargs
            return {"render_mode": TEXT} if is_free and TEXT in creator.metadata["render_modes"] else {}
        except Exception:
            # It tells no modes, or cannot be made at all: make tells which.
            return {}

    def make(self):
        error = self.gymnasium.error
        try:
            env = self.gymnasium.make(self.name, **self.render_mode(), **self.arguments)
        except (error.UnregisteredEnv, error.DeprecatedEnv) as e:
            near = "" if "Did you mean" in str(e) else close_to(self.name, list(self.gymnasium.registry))
            raise Unusable("Gymnasium knows no '%s': %s%s; a module that registers it is named with --env-set import=…"
                           % (self.name, one_line(e), near))
        except Exception as e:
            log(e)
            given = ", ".join("%s=%r" % one for one in self.arguments.items()) or "no arguments"
            raise Unusable("'%s' cannot be made with %s: %s" % (self.name, given, last_line(e)))
        for name, wrap in self.wrappers:
            try:
                env = wrap(env)
            except Exception as e:
                log(e)
                raise Unusable("gym-wrappers=%s: %s" % (name, last_line(e)))
        return env


def parsed(wrappers):
    """'A, B(4), C(size=2)' as (name, positional, named) each; values are Python's literals."""
    import ast
    result = []
    try:
        for node in ast.parse("[" + wrappers + "]", mode="eval").body.elts:
            call = node if isinstance(node, ast.Call) else ast.Call(node, [], [])
            result.append((ast.unparse(call.func), [ast.literal_eval(each) for each in call.args],
                           {each.arg: ast.literal_eval(each.value) for each in call.keywords}))
    except (SyntaxError, ValueError, AttributeError):
        raise Unusable("gym-wrappers=%s: expected names, with values where they need some, as in"
                       " TimeLimit(200),FrameStackObservation(stack_size=4)" % wrappers)
    return result


def one_line(e):
    return " ".join(str(e).split()).rstrip(".")


def last_line(e):
    return " ".join("".join(traceback.format_exception_only(type(e), e)).split())


def log(e):
    traceback.print_exception(type(e), e, e.__traceback__)
    sys.stderr.flush()


class Codec:
    """What the environment shows, and how it is written as it is stored."""

    def __init__(self, maker, env):
        import numpy
        self.numpy = numpy
        spaces = maker.gymnasium.spaces
        actions, space = env.action_space, env.observation_space
        if not isinstance(actions, spaces.Discrete):
            raise Unusable("'%s' takes actions of %s; expected a Discrete action space" % (maker.name, one_line(actions)))
        if actions.n < 2:
            raise Unusable("'%s' has %d action; expected at least 2" % (maker.name, actions.n))
        threshold = getattr(env.spec, "reward_threshold", None)
        self.threshold = None if threshold is None else float(threshold)
        self.actions, self.first_action = int(actions.n), int(actions.start)
        self.axes = None
        if isinstance(space, spaces.Box) and space.dtype.kind in "fiub" and 0 not in space.shape:
            self.type = {"uint8": "uint8", "bool": "bit"}.get(space.dtype.name, "float32")
            self.shape = list(space.shape) or [1]
            if len(self.shape) == 3 and self.shape[2] < min(self.shape[:2]):
                # Channels outermost, as convolutions want them.
                self.axes = (2, 0, 1)
                self.shape = [self.shape[axis] for axis in self.axes]
            self.writer = self.bits if self.type == "bit" else self.image if self.axes else self.numbers
        elif isinstance(space, spaces.Discrete) and space.n <= MAX_BITS:
            self.type, self.shape, self.first = "bit", [int(space.n)], int(space.start)
            self.writer = self.one_of
        elif isinstance(space, spaces.MultiBinary) and len(space.shape) == 1:
            self.type, self.shape = "bit", list(space.shape)
            self.writer = self.bits
        else:
            raise Unusable("'%s' shows observations of %s; expected Box (of numbers), Discrete (of at most %d values), or"
                           " MultiBinary of one dimension. A wrapper may make one of these of it, as in --env-set"
                           " gym-wrappers=FlattenObservation" % (maker.name, one_line(space), MAX_BITS))
        self.elements = 1
        for size in self.shape:
            self.elements *= int(size)
        self.mask_bytes = (self.actions + 7) // 8 if maker.is_masked else 0
        self.bytes = {"float32": 4 * self.elements, "uint8": self.elements, "bit": (self.elements + 7) // 8}[self.type]

    def description(self):
        return {"type": self.type, "shape": [int(size) for size in self.shape], "actions": self.actions,
                "bytes": self.bytes, "threshold": self.threshold, "action_mask": self.mask_bytes > 0}

    def mask(self, memory):
        numpy, array, count = self.numpy, self.numpy.frombuffer(memory, self.numpy.uint8), self.actions

        def write(info):
            legal = info.get("action_mask")
            if legal is None or len(legal) != count:
                raise ValueError("info['action_mask'] is %s; action-mask=true expects %d numbers, not 0 for what is legal"
                                 % (legal, count))
            array[...] = numpy.packbits(numpy.asarray(legal, bool), bitorder="little")
        return write

    def numbers(self, memory):
        array = self.numpy.frombuffer(memory, self.numpy.dtype(self.type).newbyteorder("<")).reshape(self.shape)

        def write(observation):
            array[...] = observation
        return write

    def image(self, memory):
        array = self.numpy.frombuffer(memory, self.numpy.dtype(self.type).newbyteorder("<")).reshape(self.shape)
        axes = self.axes

        def write(observation):
            array[...] = observation.transpose(axes)
        return write

    def bits(self, memory):
        numpy, array = self.numpy, self.numpy.frombuffer(memory, self.numpy.uint8)
        axes = self.axes

        def write(observation):
            values = numpy.asarray(observation, bool)
            array[...] = numpy.packbits(values.transpose(axes) if axes else values, bitorder="little")
        return write

    def one_of(self, memory):
        first, count, last = self.first, self.elements, [0]

        def write(observation):
            value = int(observation) - first
            if not 0 <= value < count:
                raise ValueError("the observation is %s; the space has %d … %d" % (observation, first, first + count - 1))
            memory[last[0]] = 0
            memory[value >> 3] = 1 << (value & 7)
            last[0] = value >> 3
        return write


class Slots:
    """The environments, and the memory that is shared."""

    def __init__(self, maker, codec, first, count, path):
        import mmap
        self.maker, self.count = maker, count
        self.envs, self.steps, self.fresh = [None] * count, [None] * count, first
        at = 128 + 32 * count
        stride = (codec.bytes + codec.mask_bytes + 7) // 8 * 8
        with open(path, "r+b") as file:
            # Closed with the process.
            memory = memoryview(mmap.mmap(file.fileno(), at + stride * count))
        self.begun, self.done = memory[:8].cast("q"), memory[64:72].cast("q")
        self.tasks, self.values, self.rewards, self.ends = (
            memory[128 + part * 8 * count:128 + (part + 1) * 8 * count].cast(kind) for part, kind in enumerate("qqdq"))
        self.writers = [codec.writer(memory[at + i * stride:at + i * stride + codec.bytes]) for i in range(count)]
        ends = [at + i * stride + codec.bytes for i in range(count)]
        self.masks = [codec.mask(memory[end:end + codec.mask_bytes]) for end in ends] if codec.mask_bytes else None
        self.first_action = codec.first_action

    def make(self, slot):
        old, self.envs[slot] = self.envs[slot], None
        if old is not None:
            try:
                old.close()
            except Exception as e:
                log(e)
        env, self.fresh = self.fresh if self.fresh is not None else self.maker.make(), None
        self.envs[slot], self.steps[slot] = env, env.step

    def round(self):
        """Does what is to be done; returns what went wrong, as (slot, last line, traceback)."""
        failures = []
        tasks, values, rewards, ends = self.tasks, self.values, self.rewards, self.ends
        steps, writers, masks, first_action = self.steps, self.writers, self.masks, self.first_action
        for slot, task in enumerate(tasks.tolist()):
            if not task:
                continue
            try:
                if task == STEP:
                    observation, reward, terminated, truncated, info = steps[slot](first_action + values[slot])
                    rewards[slot] = reward
                    ends[slot] = (TERMINATED if terminated else 0) | (TRUNCATED if truncated else 0)
                else:
                    ends[slot] = 0
                    if task == MAKE:
                        self.make(slot)
                    observation, info = self.envs[slot].reset(seed=values[slot])
                writers[slot](observation)
                if masks and not ends[slot] & TERMINATED:
                    masks[slot](info)
            except (KeyboardInterrupt, SystemExit, Exception) as e:
                ends[slot] = FAILED
                what = str(e) if isinstance(e, Unusable) else last_line(e)
                failures.append((slot, what, "".join(traceback.format_exception(type(e), e, e.__traceback__))))
        return failures

    def drawing(self, slot):
        """What is to be seen of it, or why nothing is."""
        env = self.envs[slot]
        try:
            if env.render_mode == TEXT:
                text = env.render()
                if isinstance(text, str):
                    return {"text": text}
                return {"nothing": "render() gives %s, no text" % type(text).__name__}
            if env.render_mode is not None:
                return {"nothing": "its render_mode is %s, and only %s is text" % (env.render_mode, TEXT)}
            modes = (env.unwrapped.metadata or {}).get("render_modes") or ["none"]
            return {"nothing": "it has no render_mode %s, which is text, but %s" % (TEXT, ", ".join(map(str, modes)))}
        except (KeyboardInterrupt, SystemExit, Exception) as e:
            log(e)
            return {"nothing": last_line(e)}

    def serve(self, pipes):
        """One byte wakes this side, one byte the other. Looking at the counter first saves the sleep where it is short."""
        begun, done, read, write = self.begun, self.done, os.read, os.write
        commands, answers, clock = pipes.commands, pipes.answers, time.perf_counter
        spins, rounds = True, 0
        while True:
            start = clock()
            if spins:
                while begun[0] == rounds and clock() - start < SPIN_S:
                    pass
            command = read(commands, 1)
            if not command:
                return
            if command == DRAW:
                pipes.write_json(self.drawing(struct.unpack("<i", pipes.read(4))[0]))
                continue
            spins = clock() - start < SPIN_S
            failures = self.round()
            rounds += 1
            done[0] = rounds
            if failures:
                pipes.write(b"!")
                pipes.write_json(failures)
            else:
                write(answers, b".")

    def close(self):
        for env in self.envs:
            try:
                if env is not None:
                    env.close()
            except Exception as e:
                log(e)


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with(os.getppid())
    pipes = Pipes()
    greeting = pipes.read_json()
    sys.argv = ["troupe-gym"]
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        maker = Maker(greeting)
        first = maker.make()
        codec = Codec(maker, first)
    except Unusable as e:
        pipes.write_json({"unusable": str(e)})
        return
    except BaseException as e:
        log(e)
        pipes.write_json({"unusable": "'%s' fails: %s" % (greeting["environment"], last_line(e))})
        return
    pipes.write_json(codec.description())
    plan = pipes.read_json()
    slots = Slots(maker, codec, first, plan["count"], plan["file"])
    pipes.write_json({})
    slots.serve(pipes)
    slots.close()


main()
