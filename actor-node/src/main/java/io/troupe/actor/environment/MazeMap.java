package io.troupe.actor.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A maze's walls and its goal, generated or from a text file. In the text {@code #} is a wall, {@code G} the goal, a blank
 * or a dot free; every line has equally many characters, and what lies outside is wall.
 */
final class MazeMap {
    static final int SMALLEST = 3;
    static final int LARGEST = 64;

    private static final int[] COLUMN_STEPS = {0, 1, 0, -1};
    private static final int[] ROW_STEPS = {-1, 0, 1, 0};

    private final boolean[] isWall;
    private final int columns;
    private final int goal;

    private MazeMap(boolean[] isWall, int columns, int goal) {
        this.isWall = isWall;
        this.columns = columns;
        this.goal = goal;
    }

    /**
     * A maze without loops: from cell to cell by a random walk that turns back where it is stuck. The goal is in the lower
     * right corner.
     *
     * @param size columns and rows, odd, at least 5: the walls around are among them
     * @param seed the same one gives the same maze
     */
    static MazeMap generated(int size, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        boolean[] walls = new boolean[size * size];
        Arrays.fill(walls, true);
        ArrayDeque<Integer> way = new ArrayDeque<>();
        way.push(size + 1);
        walls[size + 1] = false;
        int[] open = new int[4];
        while (!way.isEmpty()) {
            int at = way.peek();
            int found = 0;
            for (int direction = 0; direction < 4; direction++) {
                int column = at % size + 2 * COLUMN_STEPS[direction];
                int row = at / size + 2 * ROW_STEPS[direction];
                if (column > 0 && column < size && row > 0 && row < size && walls[row * size + column]) {
                    open[found++] = direction;
                }
            }
            if (found == 0) {
                way.pop();
                continue;
            }
            int direction = open[random.nextInt(found)];
            int step = COLUMN_STEPS[direction] + size * ROW_STEPS[direction];
            walls[at + step] = false;
            walls[at + 2 * step] = false;
            way.push(at + 2 * step);
        }
        return new MazeMap(walls, size, size * size - size - 2);
    }

    /** @throws IllegalArgumentException with the file, and the line where one is wrong */
    static MazeMap read(String file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the maze's file '" + file + "' could not be read ("
                + e + "); expected a text file of UTF-8", e);
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        int width = lines.isEmpty() ? 0 : lines.get(0).length();
        if (Math.min(lines.size(), width) < SMALLEST || Math.max(lines.size(), width) > LARGEST) {
            throw new IllegalArgumentException("the maze in '" + file + "' has " + lines.size() + " lines of " + width
                + " characters; expected " + SMALLEST + " to " + LARGEST + " of each");
        }
        boolean[] walls = new boolean[lines.size() * width];
        int goal = -1;
        for (int row = 0; row < lines.size(); row++) {
            String line = lines.get(row);
            String where = file + ", line " + (row + 1);
            if (line.length() != width) {
                throw new IllegalArgumentException(where + ": " + line.length() + " characters; expected " + width
                    + " as in line 1, walls (#) around what is free");
            }
            for (int column = 0; column < width; column++) {
                char tile = line.charAt(column);
                if ("#G. ".indexOf(tile) < 0) {
                    throw new IllegalArgumentException(where + ", column " + (column + 1) + ": '" + tile
                        + "'; expected # (wall), G (goal), a blank or a dot (free)");
                }
                if (tile == 'G' && goal >= 0) {
                    throw new IllegalArgumentException(where + ": a second goal; expected one G in the maze");
                }
                goal = tile == 'G' ? row * width + column : goal;
                walls[row * width + column] = tile == '#';
            }
        }
        if (goal < 0) {
            throw new IllegalArgumentException(file + ": no goal; expected one G in the maze");
        }
        return new MazeMap(walls, width, goal);
    }

    int columns() {
        return columns;
    }

    int rows() {
        return isWall.length / columns;
    }

    int goal() {
        return goal;
    }

    boolean isWall(int place) {
        return isWall[place];
    }

    /** Where a step in this direction (0 up, 1 right, 2 down, 3 left) leads; the same place where a wall is in the way. */
    int neighbour(int place, int direction) {
        int column = place % columns + COLUMN_STEPS[direction];
        int row = place / columns + ROW_STEPS[direction];
        boolean isInside = column >= 0 && column < columns && row >= 0 && row < rows();
        int there = row * columns + column;
        return isInside && !isWall[there] ? there : place;
    }

    /** Steps from each place to the goal; −1: there is no way. */
    int[] distances() {
        int[] distances = new int[isWall.length];
        Arrays.fill(distances, -1);
        distances[goal] = 0;
        ArrayDeque<Integer> next = new ArrayDeque<>(List.of(goal));
        while (!next.isEmpty()) {
            int at = next.remove();
            for (int direction = 0; direction < 4; direction++) {
                int there = neighbour(at, direction);
                if (distances[there] < 0) {
                    distances[there] = distances[at] + 1;
                    next.add(there);
                }
            }
        }
        return distances;
    }
}
