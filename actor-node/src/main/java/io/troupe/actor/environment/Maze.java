package io.troupe.actor.environment;

import io.troupe.common.environment.Environment;
import io.troupe.common.environment.LegalActions;
import io.troupe.common.environment.Observation;
import io.troupe.common.environment.StepOutcome;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Find the way to the goal of a {@link MazeMap} from any place; the maze is the same in all episodes. After Sutton and Barto
 * 2018, example 8.1 (Dyna Maze).
 *
 * <p>Actions: 0 up, 1 right, 2 down, 3 left; into a wall: nothing moves. Observation: three planes of rows × columns bits,
 * the walls, the goal, and where one is. An episode begins at one of the {@link Starts}, each equally often. Reward: −0.01
 * for each step, and 1 more for the one that reaches the goal, which terminates. Truncated after {@code maxEpisodeSteps}.
 * Success is a positive return where the way is shorter than 100 steps. A step allocates nothing.
 */
final class Maze implements Environment, LegalActions {
    static final int PLANES = 3;

    private static final float STEP_REWARD = -0.01f;

    private final MazeMap map;
    private final int maxEpisodeSteps;
    private final RandomGenerator random;
    private final int[] starts;
    private final int places;
    private int place;
    private int steps;
    private boolean isOver = true;

    /** @throws IllegalArgumentException where an episode could not begin anywhere */
    Maze(MazeMap map, Starts starts, int maxEpisodeSteps, RandomGenerator random) {
        this.map = map;
        this.maxEpisodeSteps = maxEpisodeSteps;
        this.random = random;
        this.starts = starts(map, starts);
        places = map.rows() * map.columns();
    }

    /** The places from which a way leads to the goal, of these starts. */
    static int[] starts(MazeMap map, Starts starts) {
        int[] distances = map.distances();
        int[] found = IntStream.range(0, distances.length)
            .filter(place -> distances[place] > 0 && starts.has(place)).toArray();
        if (found.length == 0) {
            throw new IllegalArgumentException("the maze has no place to begin at among its " + starts
                + " starts; expected free places from which a way leads to the goal");
        }
        return found;
    }

    @Override
    public void reset(Observation observation) {
        place = starts[random.nextInt(starts.length)];
        steps = 0;
        isOver = false;
        write(observation);
    }

    @Override
    public void step(int action, StepOutcome outcome) {
        if (action < 0 || action > 3) {
            throw new IllegalArgumentException(
                "the maze got action " + action + "; expected 0 (up), 1 (right), 2 (down) or 3 (left)");
        }
        if (isOver) {
            throw new IllegalStateException("the maze was stepped without a reset after its episode's end");
        }
        place = map.neighbour(place, action);
        steps++;
        boolean isGoal = place == map.goal();
        boolean isTruncated = !isGoal && steps >= maxEpisodeSteps;
        isOver = isGoal || isTruncated;
        write(outcome.observation());
        outcome.reward(STEP_REWARD + (isGoal ? 1 : 0)).terminated(isGoal).truncated(isTruncated);
    }

    /** Whether it leads somewhere, and not into a wall. */
    @Override
    public boolean isLegal(int action) {
        return map.neighbour(place, action) != place;
    }

    @Override
    public String render() {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < places; at++) {
            text.append(at == place ? '@' : at == map.goal() ? 'G' : map.isWall(at) ? '#' : ' ');
            text.append(at % map.columns() == map.columns() - 1 ? "\n" : "");
        }
        return text.append("step ").append(steps).append(" of ").append(maxEpisodeSteps).toString();
    }

    private void write(Observation observation) {
        for (int at = 0; at < places; at++) {
            observation.putBit(0, at, map.isWall(at));
            observation.putBit(0, places + at, at == map.goal());
            observation.putBit(0, 2 * places + at, at == place);
        }
    }
}
