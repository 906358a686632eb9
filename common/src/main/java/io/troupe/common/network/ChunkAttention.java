package io.troupe.common.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.NetworkSettings.Memory;
import io.troupe.common.config.NetworkSettings.Memory.Score;
import java.util.List;

/**
 * Hierarchical attention (HCAM, Lampinen et al. 2021): to summaries of chunks of consecutive steps, and inside the most
 * relevant of them to their steps. With C_n the steps of chunk n up to position i, q, k, v, q′, k′ five blocks of the
 * input projection, for each head:
 *
 * <pre>
 *   k′_n  = mean_{j ∈ C_n} k′_j                                    which is the projection of the mean of its features
 *   r_in  = softmax(score(q′_i, k′_n)) over the top chunks that have begun, by this score; 0 for the others
 *   a_ij  = softmax_{j ∈ C_n}(score(q_i, k_j))
 *   out_i = W_o [Σ_n r_in Σ_{j ∈ C_n} a_ij v_j of every head] + b_o
 * </pre>
 *
 * All chunks are computed and those that are not chosen weigh nothing: on contexts of some hundred steps that costs
 * less than gathering the chosen ones for every position.
 */
final class ChunkAttention implements SelfAttention {
    private static final int PARTS = 5;

    private final String layer;
    private final int size;
    private final int heads;
    private final int chunkLength;
    private final int topChunks;
    private final HeadProjection inProjection;
    private final int outProjection;
    private final AttentionScore stepScore;
    private final AttentionScore chunkScore;
    private final Dropout dropout;

    /** @param layer whose attention it is */
    ChunkAttention(ParameterLayout.Builder layout, String layer, Memory settings) {
        this.layer = layer;
        size = settings.units();
        heads = settings.attention().heads();
        chunkLength = settings.chunks().length();
        topChunks = settings.chunks().top();
        String name = layer + ".self_attn";
        Score score = settings.attention().score();
        inProjection = new HeadProjection(layout, name + ".in_proj", size, size, heads, PARTS);
        outProjection = layout.addLinear(name + ".out_proj", size, size);
        stepScore = new AttentionScore(layout, name + ".score", heads, size / heads, score);
        chunkScore = new AttentionScore(layout, name + ".chunk_score", heads, size / heads, score);
        dropout = new Dropout(settings.attention().dropout());
    }

    @Override
    public Attended apply(FeatureSequence x, ValuedPositions valued, NetworkInput shown, NDArray[] parameters) {
        int rows = x.rows();
        int positions = x.positions();
        int count = ChunkMasks.count(positions, chunkLength);
        long filled = (long) count * chunkLength;
        ChunkMasks masks = ChunkMasks.of(positions, chunkLength, x.values());
        NDArray[] projected = project(x, valued, parameters);
        NDArray queries = projected[0];
        NDArray chunkQueries = projected[3];
        int looking = valued == null ? positions : valued.count();
        NDArray relevance = relevance(chunkQueries, filled(projected[4], filled), masks, valued, parameters);
        NDArray inside = stepScore.ofAll(queries, filled(projected[1], filled), parameters)
            .add(linesOf(stepMask(x, masks, filled), valued))
            .reshape(rows, heads, looking, count, chunkLength).softmax(-1);
        NDArray weights = inside.mul(relevance.expandDims(4)).reshape(rows, heads, looking, filled);
        NDArray joined = dropout.apply(weights, shown).matMul(filled(projected[2], filled)).transpose(0, 2, 1, 3)
            .reshape((long) rows * looking, size);
        NDArray output = Affine.apply(joined, parameters[outProjection], parameters[outProjection + 1]);
        NDArray looked = filled == positions ? weights : JniUtils.slice((PtNDArray) weights, 3, 0, positions, 1);
        return new Attended(output, List.of(new Attention(layer + ".chunks", Attention.Over.CHUNKS, relevance),
            new Attention(layer, Attention.Over.STEPS, looked)), null);
    }

    /** All parts; of the valued positions alone, where these are told, those that look: q and q′. */
    private NDArray[] project(FeatureSequence x, ValuedPositions valued, NDArray[] parameters) {
        if (valued == null) {
            return inProjection.apply(x, parameters);
        }
        FeatureSequence looking = valued.of(x);
        NDArray[] keysAndValues = inProjection.apply(x, 1, 2, parameters);
        return new NDArray[] {inProjection.apply(looking, 0, 1, parameters)[0], keysAndValues[0], keysAndValues[1],
            inProjection.apply(looking, 3, 1, parameters)[0], inProjection.apply(x, 4, 1, parameters)[0]};
    }

    private static NDArray linesOf(NDArray table, ValuedPositions valued) {
        return valued == null ? table : valued.linesOf(table);
    }

    private NDArray stepMask(FeatureSequence x, ChunkMasks masks, long length) {
        return x.hidden() == null ? masks.steps() : filled(x.hidden(), length, 3).add(masks.steps());
    }

    /**
     * r: (rows, heads, looking, chunks)
     *
     * @param keys of all positions
     */
    private NDArray relevance(NDArray queries, NDArray keys, ChunkMasks masks, ValuedPositions valued,
                              NDArray[] parameters) {
        Shape shape = queries.getShape();
        long rows = shape.get(0);
        long positions = masks.steps().getShape().get(2);
        long headSize = shape.get(3);
        long count = keys.getShape().get(2) / chunkLength;
        NDArray soFar = keys.reshape(rows, heads, count, chunkLength, headSize).cumSum(3).mul(masks.shares());
        PtNDArray whole = JniUtils.slice((PtNDArray) soFar, 3, chunkLength - 1, chunkLength, 1);
        PtNDArray begun = JniUtils.slice((PtNDArray) soFar.reshape(rows, heads, count * chunkLength, headSize), 2, 0,
            positions, 1);
        NDArray past = chunkScore.ofAll(queries, whole.reshape(rows, heads, count, headSize), parameters);
        NDArray own = chunkScore.ofEach(queries, valued == null ? begun : valued.ofEachHead(begun), parameters);
        NDArray isOwn = linesOf(masks.isOwn(), valued);
        NDArray scores = JniUtils.where((PtNDArray) isOwn, (PtNDArray) own, (PtNDArray) past)
            .add(linesOf(masks.chunks(), valued));
        return (count > topChunks ? scores.add(notAmongTop(scores)) : scores).softmax(-1);
    }

    /** 0 for the top chunks of each head and position (all that are equal to the last of them), else very low. */
    private NDArray notAmongTop(NDArray scores) {
        NDArray top = scores.topK(topChunks, -1, true, true).get(0);
        NDArray last = JniUtils.slice((PtNDArray) top, 3, topChunks - 1, topChunks, 1);
        return scores.lt(last).toType(DataType.FLOAT32, false).mul(Constants.of(CausalMasks.FORBIDDEN, scores));
    }

    /** (rows, heads, positions, size/heads) with zeros behind the last position. */
    private static NDArray filled(NDArray part, long length) {
        return filled(part, length, 2);
    }

    private static NDArray filled(NDArray part, long length, int dimension) {
        long[] shape = part.getShape().getShape().clone();
        shape[dimension] = length - shape[dimension];
        if (shape[dimension] == 0) {
            return part;
        }
        NDArray zeros = part.getManager().zeros(new Shape(shape), part.getDataType());
        return JniUtils.cat(new PtNDArray[] {(PtNDArray) part, (PtNDArray) zeros}, dimension);
    }
}
