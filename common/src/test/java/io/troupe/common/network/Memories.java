package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Attention;
import io.troupe.common.config.NetworkSettings.Memory.Chunks;
import io.troupe.common.config.NetworkSettings.Memory.Gate;
import io.troupe.common.config.NetworkSettings.Memory.Kind;
import io.troupe.common.config.NetworkSettings.Memory.Layers;
import io.troupe.common.config.NetworkSettings.Memory.LooksAt;
import io.troupe.common.config.NetworkSettings.Memory.Norm;
import io.troupe.common.config.NetworkSettings.Memory.Positions;
import io.troupe.common.config.NetworkSettings.Memory.Score;

/** Settings of small memories: 8 units, a context of 6 steps, slow steps every 2. */
final class Memories {
    private static final int UNITS = 8;
    private static final int CONTEXT = MemoryFixture.POSITIONS + 1;
    private static final int SLOW_PERIOD = 2;

    private Memories() {
    }

    static Memory of(Kind kind) {
        return of(kind, CONTEXT);
    }

    static Memory of(Kind kind, int contextLength) {
        return new Memory(kind, UNITS, SLOW_PERIOD,
            new Attention(contextLength, 2, Score.SCALED_DOT, Positions.LEARNED, 0),
            new Layers(2, 12, Norm.PRE, Gate.GRU), new Chunks(2, 2));
    }

    static Memory layered(Kind kind, Norm norm, Gate gate, Positions positions, Score score) {
        return new Memory(kind, UNITS, SLOW_PERIOD, new Attention(CONTEXT, 2, score, positions, 0),
            new Layers(2, 12, norm, gate), new Chunks(2, 2));
    }

    static Memory attending(Kind kind, int heads, Positions positions, Score score) {
        return new Memory(kind, UNITS, SLOW_PERIOD, new Attention(CONTEXT, heads, score, positions, 0),
            new Layers(2, 12, Norm.PRE, Gate.GRU), new Chunks(2, 2));
    }

    static Memory hierarchical(int chunkLength, int topChunks, Norm norm, Gate gate, Score score) {
        return new Memory(Kind.HIERARCHICAL, UNITS, SLOW_PERIOD, new Attention(CONTEXT, 2, score, Positions.LEARNED, 0),
            new Layers(2, 12, norm, gate), new Chunks(chunkLength, topChunks));
    }

    static Memory dropping(Kind kind, double dropout) {
        return new Memory(kind, UNITS, SLOW_PERIOD,
            new Attention(CONTEXT, 2, Score.SCALED_DOT, Positions.LEARNED, dropout),
            new Layers(2, 12, Norm.PRE, Gate.GRU), new Chunks(2, 2));
    }

    /** Of {@link #of(Kind, int)}, with another attention. */
    static Memory ofPast(Kind kind, int contextLength, Positions positions, Score score) {
        Memory memory = of(kind, contextLength);
        return new Memory(kind, UNITS, SLOW_PERIOD, new Attention(contextLength, 2, score, positions, 0, LooksAt.PAST),
            memory.layers(), memory.chunks());
    }

    static Memory ofPast(Kind kind, Positions positions, Score score) {
        return ofPast(kind, CONTEXT, positions, score);
    }

    static Memory slow(int slowPeriod) {
        return new Memory(Kind.HIERARCHICAL_LSTM, UNITS, slowPeriod, Memory.none().attention(), Memory.none().layers(),
            Memory.none().chunks());
    }
}
