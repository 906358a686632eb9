package io.troupe.learner.http;

import io.troupe.learner.status.RunControl;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told to do. */
final class RecordedControl implements RunControl {
    private final List<String> commands = new CopyOnWriteArrayList<>();

    List<String> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void pause() {
        commands.add("pause");
    }

    @Override
    public void resume() {
        commands.add("resume");
    }

    @Override
    public void checkpoint() {
        commands.add("checkpoint");
    }

    @Override
    public void evaluate() {
        commands.add("evaluate");
    }

    @Override
    public void stop(String reason) {
        commands.add("stop: " + reason);
    }
}
