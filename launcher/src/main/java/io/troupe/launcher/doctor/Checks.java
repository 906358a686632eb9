package io.troupe.launcher.doctor;

import static io.troupe.launcher.doctor.Finding.failure;
import static io.troupe.launcher.doctor.Finding.warning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be wrong with a pipeline, each with its likely cause. All are plain functions of what was seen. */
final class Checks {
    /** A node reports twice a second. */
    private static final double SILENT_S = 3;
    private static final double SLOW_SHARE = 0.25;
    private static final double CLOCK_SKEW_S = 2;
    private static final long LOW_DISK_BYTES = 512L << 20;
    private static final double LOW_DISK_SHARE = 0.02;
    /** Of the windows, that draws are spread over. */
    private static final double COLLAPSED_SHARE = 0.01;
    /** Mean mass of a window, as of the alert; converged values of float precision are still a hundred times above. */
    private static final double COLLAPSED_MASS = 1e-6;
    private static final double BLOWN_UP = 100;
    private static final int MANY_DEATHS = 3;

    static final List<Check> ALL = List.of(Checks::members, Checks::missingShards, Checks::missingActors, Checks::restarts,
        Checks::repeatedDeaths, Checks::silentNodes, Checks::emptyInserts, Checks::stalledLearner, Checks::frozenVersion,
        Checks::actorsWithOldWeights, Checks::slowActors, Checks::undrawnShards, Checks::vanishedPriorities,
        Checks::collapsedPriorities, Checks::blownUpValues, Checks::damage, Checks::clock, Checks::disks);

    private Checks() {
    }

    static List<Finding> members(Observed run) {
        List<Finding> found = new ArrayList<>();
        if (run.shards().isEmpty()) {
            found.add(failure("NO_SHARD", "no replay shard has joined", "it was not started, cannot reach the cluster's"
                + " seeds, or was refused: its own output says which"));
        }
        if (run.actors().isEmpty()) {
            found.add(failure("NO_ACTOR", "no actor has joined", "it was not started, cannot reach the cluster's seeds, or"
                + " was refused: its own output says which"));
        }
        List<String> before = names(run.before());
        List<String> now = names(run.now());
        before.stream().filter(name -> !now.contains(name) && !run.crew().hasLeft(name))
            .forEach(name -> found.add(failure("DEAD_NODE", name + " has left while it was looked at",
                "its process died or was stopped; its log, or nodes/" + name + ".log, says why")));
        return found;
    }

    /** Drained ones are not missed. Those that leave while it is looked at are told as such. */
    static List<Finding> missingShards(Observed run) {
        List<Crew.Departed> departed = run.crew().departed("replay");
        long drained = departed.stream().filter(Crew.Departed::isInOrder).count();
        long missing = run.crew().shards() - drained - run.seen("shards", "replay");
        if (missing <= 0) {
            return List.of();
        }
        List<String> gone = newest(departed.stream().filter(shard -> !shard.isInOrder()).toList(), missing);
        String seen = text("%d of %d shards are in the run", run.shards().size(), run.crew().shards() - drained);
        return List.of(gone.isEmpty() ? warning("MISSING_SHARD", seen, "the others have not joined: not started, without a"
                + " way to the cluster's seeds, or refused, as their own output says; or replay.shards counts too many")
            : failure("MISSING_SHARD", seen + ": " + String.join(", ", gone) + (gone.size() == 1 ? " is" : " are")
                + " gone and not back", "its process died or its machine is cut off, and nothing starts it again; started"
                + " with the same name, folder and address it brings every acknowledged step back"));
    }

    /** One that was scaled away on purpose has left in order, and is not missed. */
    static List<Finding> missingActors(Observed run) {
        List<Crew.Departed> departed = run.crew().departed("actor");
        long left = departed.stream().filter(Crew.Departed::isInOrder).count();
        long missing = run.crew().actors() - left - run.seen("actors", "actor");
        if (missing <= 0) {
            return List.of();
        }
        List<String> gone = newest(departed.stream().filter(actor -> !actor.isInOrder()).toList(), missing);
        String seen = text("%d of %d actors are in the run", run.actors().size(), run.crew().actors() - left);
        return List.of(gone.isEmpty() ? warning("MISSING_ACTOR", seen, "the others have not joined: not started, without a"
                + " way to the cluster's seeds, or refused, as their own output says")
            : failure("MISSING_ACTOR", seen + ": " + String.join(", ", gone) + (gone.size() == 1 ? " is" : " are")
                + " gone and not back", text("killed (by hand, or for memory), ended by its environment's failures, or cut"
                + " off, and nothing starts it again; what it had not delivered is lost, the rest goes on: its log, or"
                + " nodes/%s.log, says why", gone.get(gone.size() - 1))));
    }

    /** More may have left than are missing: one that came back under another name has taken an older one's place. */
    private static List<String> newest(List<Crew.Departed> departed, long count) {
        return departed.stream().skip(Math.max(0, departed.size() - count)).map(Crew.Departed::name).toList();
    }

    /** A supervisor brings a node back within seconds, under its name and with a number of its own. */
    static List<Finding> restarts(Observed run) {
        return run.nodes().stream().filter(node -> Observed.list(run.before(), "nodes").stream().anyMatch(before ->
                before.path("name").equals(node.path("name")) && !before.path("node_id").equals(node.path("node_id"))))
            .map(node -> failure("RESTARTED_NODE", text("%s was started again while it was looked at, and has joined %d"
                + " times", node.path("name").asText(), node.path("starts").asInt()), "its process died or was killed; its"
                + " log, or nodes/" + node.path("name").asText() + ".log, says why"))
            .toList();
    }

    /** Of which a supervisor brings each back, so that nothing is missing whenever one looks. */
    static List<Finding> repeatedDeaths(Observed run) {
        return run.crew().deaths().entrySet().stream().filter(node -> node.getValue() >= MANY_DEATHS)
            .map(node -> warning("DYING_NODE", text("%s has died %d times since the run was started", node.getKey(),
                node.getValue()), text("memory that it does not get, an environment that fails, or a machine that is lost"
                + " again and again: its log, or nodes/%s.log, says why", node.getKey())))
            .toList();
    }

    static List<Finding> silentNodes(Observed run) {
        return run.nodes().stream().filter(node -> node.path("silent_s").asDouble(0) > SILENT_S).map(node -> {
            boolean isShard = node.path("role").asText().equals("replay");
            return failure(isShard ? "DEAD_SHARD" : "DEAD_ACTOR", text("%s has not reported for %.1f s",
                node.path("name").asText(), node.path("silent_s").asDouble()), "it is stopped, swapping, or cut off from"
                + " the learner; after 10 s it is taken for gone");
        }).toList();
    }

    static List<Finding> emptyInserts(Observed run) {
        if (run.isPaused() || run.grown("env_steps") > 0 || run.actors().isEmpty() || run.shards().isEmpty()) {
            return List.of();
        }
        boolean isLimited = run.shards().stream().anyMatch(shard -> shard.path("is_limited").asBoolean());
        return List.of(failure("EMPTY_INSERTS", text("not one step was stored in %.1f s", run.seconds()), isLimited
            ? "the rate limiter holds the actors back until the learner catches up: it is slow, or it stands"
            : "the actors do not step (their environments hang, or wait for a shard), or cannot reach the shards"));
    }

    static List<Finding> stalledLearner(Observed run) {
        if (run.isPaused() || run.grown("learner_steps") > 0) {
            return List.of();
        }
        if (run.now().path("learner_steps").asLong() == 0) {
            return List.of(warning("NOT_LEARNING_YET", "not one update has been made", "the replay fills up to"
                + " replay.min-size-steps first"));
        }
        return List.of(failure("STALLED_LEARNER", text("not one update was made in %.1f s", run.seconds()),
            run.now().path("starved_fraction").asDouble() > 0.9 ? "it waits for rows: too few steps come in, or the"
                + " shards do not answer" : "an update takes longer than that; a smaller batch or network is quicker"));
    }

    static List<Finding> frozenVersion(Observed run) {
        boolean isFrozen = run.grown("learner_steps") >= 1_000 && run.grown("weights_version") == 0;
        return isFrozen ? List.of(failure("FROZEN_VERSION", text("%d updates were made and no weights published",
            run.grown("learner_steps")), "learning.publish-steps or publish-interval-ms is very large, or publishing is"
            + " stuck: see the learner's log")) : List.of();
    }

    static List<Finding> actorsWithOldWeights(Observed run) {
        long published = run.grown("weights_version");
        if (run.isPaused() || published < 3) {
            return List.of();
        }
        return run.actors().stream().filter(actor -> run.grown("actors", actor, "weights_version").orElse(1L) == 0)
            .map(actor -> failure("FROZEN_ACTOR", text("%s still acts with version %d, while %d newer ones were published",
                actor.path("name").asText(), actor.path("weights_version").asLong(), published),
                "the weights do not reach it: its link to the learner is down or too slow, or the process is stopped"))
            .toList();
    }

    static List<Finding> slowActors(Observed run) {
        if (run.isPaused() || run.actors().size() < 2) {
            return List.of();
        }
        double mean = run.actors().stream().mapToDouble(Checks::pacePerLane).average().orElse(0);
        return run.actors().stream().filter(actor -> mean > 0 && pacePerLane(actor) < SLOW_SHARE * mean)
            .map(actor -> warning("SLOW_ACTOR", text("%s makes %.1f steps a second and lane, the others about %.1f",
                actor.path("name").asText(), pacePerLane(actor), mean), "its machine is busy or slow, its environment is, or"
                + " it waits for its shard, or for newer weights (actors.staleness)"))
            .toList();
    }

    private static double pacePerLane(JsonNode actor) {
        return actor.path("env_steps_per_s").asDouble() / Math.max(1, actor.path("lanes").asInt());
    }

    static List<Finding> undrawnShards(Observed run) {
        if (run.isPaused() || run.grown("learner_steps") < 10 || run.shards().size() < 2) {
            return List.of();
        }
        return run.shards().stream()
            .filter(shard -> run.grown("shards", shard, "sampled_rows").orElse(1L) == 0)
            .map(shard -> shard.path("samplable_windows").asLong() == 0
                ? warning("EMPTY_SHARD", shard.path("name").asText() + " has nothing that can be drawn", "no lane writes to"
                    + " it, or its episodes are still shorter than a window")
                : failure("UNDRAWN_SHARD", shard.path("name").asText() + " was not drawn from", "the learner cannot reach"
                    + " it, or its priorities have collapsed: its mass is " + shard.path("priority_mass").asText()))
            .toList();
    }

    /** Masses that are all next to nothing are all alike: the effective sample size is full, and tells nothing of it. */
    static List<Finding> vanishedPriorities(Observed run) {
        return run.shards().stream().filter(shard -> shard.path("samplable_windows").asDouble() > 0
                && massOfAWindow(shard) < COLLAPSED_MASS)
            .map(shard -> failure("VANISHED_PRIORITIES", text("the windows of %s have a mean priority mass of %.1e",
                shard.path("name").asText(), massOfAWindow(shard)), "TD errors of 0. With a poor return rewards do not reach"
                + " the learner (all 0?), or the network's output is constant; with a good one nothing is left to learn"))
            .toList();
    }

    private static double massOfAWindow(JsonNode shard) {
        return shard.path("priority_mass").asDouble() / shard.path("samplable_windows").asDouble();
    }

    static List<Finding> collapsedPriorities(Observed run) {
        JsonNode total = run.replay().path("total");
        double windows = total.path("samplable_windows").asDouble();
        double effective = total.path("effective_sample_size").asDouble();
        boolean isCollapsed = windows >= 1_000 && effective < COLLAPSED_SHARE * windows;
        return isCollapsed ? List.of(warning("COLLAPSED_PRIORITIES",
            text("draws are spread over %.0f of %.0f windows", effective, windows), "a few windows have almost all of the"
            + " mass: rewards with rare extremes (clip them), priorities that are not renewed, or too large a"
            + " replay.priority-exponent")) : List.of();
    }

    /** Q against what came of it, on the scale of returns. */
    static List<Finding> blownUpValues(Observed run) {
        JsonNode evaluation = run.now().path("evaluation");
        if (!evaluation.path("first_q").isNumber() || !evaluation.path("discounted_return").isNumber()) {
            return List.of();
        }
        double q = evaluation.path("first_q").asDouble();
        double came = evaluation.path("discounted_return").asDouble();
        boolean isBlownUp = Math.abs(q - came) > BLOWN_UP * Math.max(1, Math.abs(came));
        return isBlownUp ? List.of(failure("Q_BLOW_UP", text("the network foretells %.3g and %.3g came", q, came),
            "values feed on themselves: a lower learning rate, a slower target network, double Q, or a smaller discount"))
            : List.of();
    }

    static List<Finding> damage(Observed run) {
        return run.shards().stream()
            .filter(shard -> shard.path("malformed_messages").asLong() + shard.path("refused_priorities").asLong() > 0)
            .map(shard -> warning("REFUSED_DATA", text("%s has refused %d messages and %d priorities",
                shard.path("name").asText(), shard.path("malformed_messages").asLong(),
                shard.path("refused_priorities").asLong()), "another version of Troupe sends to it, the network damages"
                + " packets, or a network computes NaN"))
            .toList();
    }

    static List<Finding> clock(Observed run) {
        double elapsedS = run.now().path("time_s").asDouble() - run.before().path("time_s").asDouble();
        List<Finding> found = new ArrayList<>();
        if (Math.abs(run.host().skewS()) > CLOCK_SKEW_S) {
            found.add(warning("CLOCK_SKEW", text("the learner's clock is %.1f s off this machine's", run.host().skewS()),
                "one of the two has no time service; logs of different machines will not fit together"));
        }
        if (!run.isPaused() && elapsedS < 0) {
            found.add(failure("CLOCK_TROUBLE", text("the run's time went back by %.1f s", -elapsedS),
                "another run has taken the address, or the host was restored from a snapshot"));
        }
        return found;
    }

    static List<Finding> disks(Observed run) {
        return run.host().disks().stream()
            .filter(disk -> disk.freeBytes() < LOW_DISK_BYTES || disk.freeBytes() < LOW_DISK_SHARE * disk.totalBytes())
            .map(disk -> failure("FULL_DISK", text("%s has %d MiB left", disk.path(), disk.freeBytes() >> 20),
                disk.path().startsWith("/dev/shm") ? "Aeron's logs lie there: stop other runs, or give the container a"
                    + " larger shm_size" : "old runs or checkpoints: delete some, or lower run.checkpoints-kept"))
            .toList();
    }

    private static List<String> names(JsonNode status) {
        return Observed.list(status, "nodes").stream().map(node -> node.path("name").asText())
            .collect(Collectors.toList());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
