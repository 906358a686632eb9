package io.troupe.learner.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.troupe.common.agent.TimeSpent;
import io.troupe.common.attention.AttentionRecord.PartEntropy;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.metrics.ProcessNumbers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * {@code metrics.jsonl}: a JSON object a line. Who owns it calls {@link #write} at least once a second, from one
 * thread. A number that is not there yet is null; the evaluator's are only in the first line after the evaluation.
 */
public final class MetricsLog implements AutoCloseable {
    static final String EVALUATION = "eval_return_mean";
    private static final double NS = 1e9;

    private final Path file;
    private final FileChannel channel;
    private long lastEvaluation;

    /** Appends to what is there. @throws TroupeException RESOURCE where the file cannot be opened */
    public MetricsLog(Path file) {
        this.file = file;
        try {
            LastLine.dropTorn(file);
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** @throws TroupeException RESOURCE where the line cannot be written, as on a full disk */
    public void write(RunSnapshot snapshot) {
        ByteBuffer line = ByteBuffer.wrap((line(snapshot) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private ObjectNode line(RunSnapshot snapshot) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        Json.put(line, "time_s", snapshot.timeS());
        line.put("env_steps", snapshot.envSteps());
        line.put("learner_steps", snapshot.learnerSteps());
        Json.put(line, "env_steps_per_s", snapshot.envStepsPerS());
        Json.put(line, "learner_steps_per_s", snapshot.learnerStepsPerS());
        line.put("replay_size", snapshot.replaySize());
        Json.put(line, "samples_per_insert", snapshot.samplesPerInsert());
        Json.put(line, "loss", snapshot.loss());
        Json.put(line, "gradient_norm", snapshot.gradientNorm());
        Json.put(line, "learning_rate", snapshot.learningRate());
        Json.put(line, "q_mean", snapshot.meanQ());
        Json.put(line, "training_return_mean", snapshot.trainingReturn());
        line.put("weights_version", snapshot.weightsVersion());
        Json.put(line, "policy_lag_mean", snapshot.policyLagMean());
        Json.put(line, "starved_fraction", snapshot.starvedFraction());
        putDetail(line, snapshot.detail());
        putProcess(line, snapshot.learnerProcess());
        putTime(line, "learner", snapshot.learnerTime());
        putTime(line, "replay", sum(snapshot.shards()));
        putDamage(line, snapshot.shards());
        RunSnapshot.Evaluation evaluation = snapshot.evaluation();
        if (evaluation != null && evaluation.sequence() > lastEvaluation) {
            lastEvaluation = evaluation.sequence();
            Json.put(line, EVALUATION, evaluation.meanReturn());
            Json.put(line, "eval_return_min", evaluation.minReturn());
            Json.put(line, "eval_return_max", evaluation.maxReturn());
            line.put("eval_episodes", evaluation.episodes());
            line.put("eval_learner_step", evaluation.learnerStep());
            Json.put(line, "eval_first_q", evaluation.firstQ());
            Json.put(line, "eval_discounted_return", evaluation.discountedReturn());
            putEntropies(line, evaluation.attentionEntropies());
        }
        return line;
    }

    private static void putDetail(ObjectNode line, RunSnapshot.Detail detail) {
        Json.put(line, "env_steps_per_s_10", detail.envRates().tenSeconds());
        Json.put(line, "env_steps_per_s_60", detail.envRates().minute());
        Json.put(line, "env_steps_per_s_300", detail.envRates().fiveMinutes());
        Json.put(line, "samples_per_s", detail.samplesPerS());
        Json.put(line, "importance_weight_largest", detail.largestImportanceWeight());
        Json.put(line, "recurrent_delta_q", detail.recurrentDeltaQ());
        Json.put(line, "policy_lag_min", detail.policyLag().min());
        Json.put(line, "policy_lag_max", detail.policyLag().max());
        Json.put(line, "td_error_p10", detail.tdErrors().p10());
        Json.put(line, "td_error_p50", detail.tdErrors().p50());
        Json.put(line, "td_error_p90", detail.tdErrors().p90());
        Json.put(line, "td_error_p99", detail.tdErrors().p99());
        Json.put(line, "td_error_max", detail.tdErrors().max());
        ArrayNode returns = line.putArray("returns_by_epsilon");
        for (RunSnapshot.EpsilonReturn one : detail.returnsByEpsilon()) {
            ObjectNode entry = returns.addObject().put("episodes", one.episodes());
            Json.put(entry, "epsilon", one.epsilon());
            Json.put(entry, "mean_return", one.meanReturn());
        }
    }

    private static void putProcess(ObjectNode line, ProcessNumbers process) {
        line.put("gc_pauses", process.gcPauses());
        Json.put(line, "gc_pause_s", process.gcPauseS());
        line.put("heap_bytes", process.heapBytes());
        line.put("direct_bytes", process.directBytes());
        line.put("mapped_bytes", process.mappedBytes());
        line.put("back_pressured", process.backPressured());
        line.put("not_connected", process.notConnected());
    }

    /** Of each part a number for each head, and the mean of all. */
    private static void putEntropies(ObjectNode line, List<PartEntropy> entropies) {
        if (entropies.isEmpty()) {
            return;
        }
        ObjectNode parts = line.putObject("eval_attention_entropy_bits");
        for (PartEntropy part : entropies) {
            ArrayNode heads = parts.putArray(part.part());
            part.meanBits().forEach(bits -> heads.add(Math.round(bits * 1e4) / 1e4));
        }
        Json.put(line, "eval_attention_entropy_mean", entropies.stream().flatMap(part -> part.meanBits().stream())
            .mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
    }

    private static TimeSpent sum(List<RunSnapshot.Shard> shards) {
        TimeSpent sum = TimeSpent.NONE;
        for (RunSnapshot.Shard shard : shards) {
            sum = sum.plus(shard.time());
        }
        return sum;
    }

    private static void putTime(ObjectNode line, String whose, TimeSpent time) {
        line.put(whose + "_working_s", time.workingNs() / NS);
        line.put(whose + "_waiting_for_inserts_s", time.waitingForInsertsNs() / NS);
        line.put(whose + "_waiting_for_samples_s", time.waitingForSamplesNs() / NS);
        line.put(whose + "_limited_s", time.limitedNs() / NS);
    }

    private static void putDamage(ObjectNode line, List<RunSnapshot.Shard> shards) {
        put(line, "malformed_messages", shards, RunSnapshot.Shard::malformedMessages);
        put(line, "refused_priorities", shards, RunSnapshot.Shard::refusedPriorities);
        put(line, "refused_lanes", shards, RunSnapshot.Shard::refusedLanes);
        put(line, "torn_records", shards, shard -> shard.damage().tornRecords());
        put(line, "torn_segments", shards, shard -> shard.damage().tornSegments());
        put(line, "torn_states", shards, shard -> shard.damage().tornStates());
        put(line, "dropped_states", shards, shard -> shard.damage().droppedStates());
    }

    private static void put(ObjectNode line, String name, List<RunSnapshot.Shard> shards,
                            ToLongFunction<RunSnapshot.Shard> count) {
        line.put("replay_" + name, shards.stream().mapToLong(count).sum());
    }

    private TroupeException failure(IOException e) {
        return new TroupeException(ErrorCode.RESOURCE, "cannot write " + file + ": " + AtomicFile.reason(e), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
