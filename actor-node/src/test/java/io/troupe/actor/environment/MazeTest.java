package io.troupe.actor.environment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.troupe.common.environment.Environments;
import io.troupe.common.environment.StepOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MazeTest {
    private static final int UP = 0;
    private static final int RIGHT = 1;
    private static final int DOWN = 2;
    private static final int LEFT = 3;

    @TempDir
    private Path folder;

    @Test
    void shouldGenerateMazesInWhichEveryCellLeadsToTheGoal() {
        Set<String> different = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            MazeMap map = MazeMap.generated(11, seed);
            int[] distances = map.distances();
            int free = 0;
            StringBuilder drawn = new StringBuilder();
            for (int place = 0; place < 121; place++) {
                boolean isBorder = place % 11 % 10 == 0 || place / 11 % 10 == 0;
                assertTrue(!isBorder || map.isWall(place));
                assertEquals(map.isWall(place), distances[place] < 0);
                free += map.isWall(place) ? 0 : 1;
                drawn.append(map.isWall(place) ? '#' : ' ');
            }
            // 25 cells, and without loops one way less between them.
            assertEquals(49, free);
            different.add(drawn.toString());
        }
        assertTrue(different.size() > 15);
        assertArrayEquals(MazeMap.generated(11, 3).distances(), MazeMap.generated(11, 3).distances());
    }

    @Test
    void shouldPayForTheGoalAndTakeForTheWay() throws IOException {
        EnvironmentTrial maze = trial("###\n# #\n#G#\n###\n", Map.of("starts", "all", "max-episode-steps", "3"));
        maze.reset();
        assertEquals("###\n#@#\n#G#\n###\nstep 0 of 3", maze.render());
        for (int place = 0; place < 12; place++) {
            assertEquals(place == 4 || place == 7 ? 0 : 1, maze.seen(0, place));
            assertEquals(place == 7 ? 1 : 0, maze.seen(0, 12 + place));
            assertEquals(place == 4 ? 1 : 0, maze.seen(0, 24 + place));
        }
        assertEquals(-0.01f, maze.step(UP).reward());
        assertEquals(1, maze.seen(0, 24 + 4));
        StepOutcome goal = maze.step(DOWN);
        assertEquals(0.99f, goal.reward());
        assertTrue(goal.isTerminated());
        maze.reset();
        maze.step(LEFT);
        maze.step(RIGHT);
        assertTrue(maze.step(UP).isTruncated());
    }

    @Test
    void shouldHoldAFifthOfTheStartsOut() {
        MazeMap map = MazeMap.generated(21, 1);
        Set<Integer> all = new HashSet<>();
        int[] training = Maze.starts(map, Starts.TRAINING);
        int[] heldOut = Maze.starts(map, Starts.HELD_OUT);
        for (int[] part : List.of(training, heldOut)) {
            for (int place : part) {
                assertTrue(all.add(place), "in both parts");
            }
        }
        assertEquals(Maze.starts(map, Starts.ALL).length, all.size());
        assertEquals(0.2, heldOut.length / (double) all.size(), 0.08);
    }

    @Test
    void shouldBeginAtEveryOneOfItsStarts() {
        EnvironmentTrial maze = new EnvironmentTrial("maze", Map.of("starts", "held-out"), 3);
        Set<Integer> seen = new HashSet<>();
        for (int episode = 0; episode < 300; episode++) {
            maze.reset();
            for (int place = 0; place < 81; place++) {
                if (maze.seen(0, 162 + place) == 1) {
                    seen.add(place);
                }
            }
        }
        assertEquals(Maze.starts(MazeMap.generated(9, 1), Starts.HELD_OUT).length, seen.size());
    }

    @Test
    void shouldSayWhereAFileIsWrong() throws IOException {
        assertTold("####\n#G#\n####\n", "line 2: 3 characters; expected 4");
        assertTold("####\n#GX#\n####\n", "line 2, column 3: 'X'");
        assertTold("####\n#GG#\n####\n", "line 2: a second goal");
        assertTold("####\n#  #\n####\n", "no goal");
        assertTold("###\n#G#\n###\n", "no place to begin");
        assertTold("#G\n", "1 lines of 2 characters; expected 3 to 64");
        String told = assertThrows(IllegalArgumentException.class,
            () -> Environments.named("maze").schema(Map.of("file", "/no/such/maze"))).getMessage();
        assertTrue(told.contains("'/no/such/maze' could not be read"), told);
    }

    @Test
    void shouldKeepTheContract() {
        EnvironmentTrial maze = new EnvironmentTrial("maze", Map.of(), 7);
        maze.assertKeepsTheContract();
        maze.assertAllocatesNothing();
        maze.assertHasAPreset();
        EnvironmentTrial.assertRefuses("maze", "size", "8");
        EnvironmentTrial.assertRefuses("maze", "size", "65");
        EnvironmentTrial.assertRefuses("maze", "starts", "some");
        EnvironmentTrial.assertRefuses("maze", "maze-seed", "-1");
    }

    private void assertTold(String maze, String expected) {
        String told = assertThrows(IllegalArgumentException.class, () -> trial(maze, Map.of())).getMessage();
        assertTrue(told.contains(expected), told);
    }

    private EnvironmentTrial trial(String maze, Map<String, String> options) throws IOException {
        Path file = Files.writeString(folder.resolve("maze.txt"), maze);
        Map<String, String> all = new HashMap<>(options);
        all.put("file", file.toString());
        return new EnvironmentTrial("maze", all, 7);
    }
}
