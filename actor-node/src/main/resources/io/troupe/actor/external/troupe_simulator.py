"""Asks Troupe for actions (docs/external-environments.md). Python 3.8 or newer, the standard library alone."""
import http.client
import json
import time
import urllib.parse


class Refused(Exception):
    """What was sent cannot be taken: status, code and message say why."""

    def __init__(self, status, code, message):
        super().__init__(f"{code} ({status}): {message}")
        self.status, self.code = status, code


class Simulator:
    """One session. Observations are {column: [numbers]}. Its `session` and `sequence` are enough to go on elsewhere.

    `legal`: the actions that are legal in what is observed; given where the schema has a mask, and only there.
    """

    def __init__(self, url="http://127.0.0.1:8100", name="", secret=None, session=None, sequence=0, patience_s=60):
        self._address = urllib.parse.urlsplit(url).netloc
        self._headers = {"Content-Type": "application/json"}
        if secret:
            self._headers["Authorization"] = "Bearer " + secret
        self._connection, self._patience_s, self.sequence = None, patience_s, sequence
        self.session = session or self._post("sessions", {"simulator": name})["session"]

    def reset(self, observation, legal=()):
        """An episode begins; returns its first action, or None where it is not wanted any more: reset again."""
        return self._step("reset", **self._seen(observation, legal))

    def observe(self, reward, observation, legal=()):
        """The action brought this; returns the next one, or None where the episode is not wanted any more: reset."""
        return self._step("observe", reward=reward, **self._seen(observation, legal))

    def end(self, reward, observation, truncated=False, legal=()):
        """The action brought this, and the episode is over; truncated: by a time limit, not by the task itself."""
        self._step("end", reward=reward, truncated=truncated, **self._seen(observation, legal))

    def leave(self):
        self._step("leave")

    @staticmethod
    def _seen(observation, legal):
        columns = [{"name": name, "values": list(values)} for name, values in observation.items()]
        actions = [int(action) for action in legal]
        return {"observation": columns, "legal_actions": actions} if actions else {"observation": columns}

    def _step(self, kind, **content):
        step = {"session": self.session, "sequence": self.sequence + 1, kind: content}
        while True:  # The same step may be sent as often as one likes: it counts once.
            decision = self._post("steps", step)
            if decision["state"] != "WAIT":
                self.sequence += 1
                return decision["action"] if decision["state"] == "ACT" else None

    def _post(self, path, message):
        give_up = time.monotonic() + self._patience_s
        while True:
            try:
                self._connection = self._connection or http.client.HTTPConnection(self._address, timeout=30)
                self._connection.request("POST", "/v1/external/" + path, json.dumps(message), self._headers)
                response = self._connection.getresponse()
                answer = json.loads(response.read())
                if response.status < 300:
                    return answer
                if response.status != 503 or time.monotonic() > give_up:
                    raise Refused(response.status, answer["code"], answer["message"])
                time.sleep(float(response.headers["Retry-After"]))
            except (OSError, http.client.HTTPException):  # Not there yet, or not any more: it may come back.
                self._connection = self._connection and self._connection.close()
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.2)
