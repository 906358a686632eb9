package io.troupe.learner.checkpoint;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.network.ParameterLayout;
import io.troupe.common.safetensors.Safetensors;
import io.troupe.common.safetensors.SafetensorsFile;
import io.troupe.common.weights.WeightsSnapshot;
import io.troupe.learner.learning.LearnerState;
import io.troupe.proto.CheckpointFile;
import io.troupe.proto.CheckpointManifest;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run's {@code checkpoints} folder.
 *
 * <pre>
 *   checkpoint-000017/   manifest.json  weights.safetensors  target.safetensors  optimizer.safetensors
 *   best-000016/         manifest.json  weights.safetensors
 * </pre>
 *
 * The newest few checkpoints are kept, and the weights with the best evaluation. A checkpoint is whole or not there: it
 * is written beside, forced to the disk, and renamed; what is damaged later is found by its checksums and passed over.
 * One process writes; any may read meanwhile. Used by one thread.
 */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final String CHECKPOINT = "checkpoint-";
    private static final String BEST = "best-";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String TARGET = "target.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";

    private final Path folder;
    private final int keep;
    private final ParameterLayout layout;

    /** @param keep how many of the newest checkpoints stay, at least 1. Nothing is touched before the first save */
    public CheckpointStore(Path folder, int keep, ParameterLayout layout) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least 1 checkpoint must be kept, got " + keep);
        }
        this.folder = folder;
        this.keep = keep;
        this.layout = layout;
    }

    public Path folder() {
        return folder;
    }

    /**
     * Saves everything that a learner goes on from.
     *
     * @param description the run's id, incarnation, env steps, learned rows, wall seconds, and the evaluation if there
     *                    is one; what the state knows is filled in here
     * @return the new checkpoint's folder
     * @throws TroupeException CHECKPOINT where it cannot be written; the older ones stay as they are
     */
    public Path save(CheckpointManifest description, LearnerState state) {
        CheckpointManifest manifest = description.toBuilder().setLearnerStep(state.learnerStep())
            .setWeightsVersion(state.weightsVersion()).setOptimizerStep(state.optimizerStep()).build();
        Map<String, float[]> moments = new LinkedHashMap<>();
        MomentNames names = MomentNames.of(state.optimizer());
        moments.put(names.first(), state.firstMoment());
        moments.put(names.second(), state.secondMoment());
        Map<String, CheckpointFolder.Body> files = new LinkedHashMap<>();
        files.put(WEIGHTS, body(Map.of("", state.online())));
        files.put(TARGET, body(Map.of("", state.target())));
        files.put(OPTIMIZER, body(moments));
        Path saved = write(CHECKPOINT, manifest, files);
        prune(CHECKPOINT, keep);
        return saved;
    }

    /**
     * Saves weights that were just evaluated, if no better ones are there.
     *
     * @param description as for {@link #save}, with the evaluation's mean return
     * @return the folder, or empty where the best so far is better
     */
    public Optional<Path> saveIfBest(CheckpointManifest description, WeightsSnapshot weights) {
        Optional<StoredCheckpoint> best = newest(BEST);
        if (best.isPresent() && best.get().manifest().getEvalReturnMean() > description.getEvalReturnMean()) {
            return Optional.empty();
        }
        float[] values = new float[layout.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights.data().getFloat(i * Float.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        CheckpointManifest manifest = description.toBuilder().setHasEvaluation(true)
            .setLearnerStep(weights.learnerStep()).setWeightsVersion(weights.version())
            .setLearnerIncarnation(weights.learnerIncarnation()).build();
        Path saved = write(BEST, manifest, Map.of(WEIGHTS, body(Map.of("", values))));
        prune(BEST, 1);
        return Optional.of(saved);
    }

    /** All that is here by its manifests, the best first and then the newest; files are not checked. */
    public List<CheckpointEntry> entries() {
        return Stream.concat(list(BEST).stream(), list(CHECKPOINT).stream()).flatMap(CheckpointStore::entry).toList();
    }

    /** None for one that is being deleted meanwhile, or is damaged. */
    private static Stream<CheckpointEntry> entry(Path path) {
        try {
            CheckpointManifest manifest = CheckpointFolder.manifest(path);
            String name = path.getFileName().toString();
            return Stream.of(new CheckpointEntry(name, name.startsWith(BEST), manifest.getLearnerStep(),
                manifest.getEnvSteps(), manifest.getWallS(), manifest.getWeightsVersion(), manifest.getHasEvaluation()
                ? OptionalDouble.of(manifest.getEvalReturnMean()) : OptionalDouble.empty(),
                manifest.getFilesList().stream().mapToLong(CheckpointFile::getSizeBytes).sum()));
        } catch (TroupeException e) {
            return Stream.empty();
        }
    }

    /** The newest checkpoint that is whole. A damaged one is passed over with a line in the log. */
    public Optional<StoredCheckpoint> latest() {
        return newest(CHECKPOINT);
    }

    /** The weights with the best evaluation; those of the latest checkpoint where none was evaluated. */
    public Optional<StoredCheckpoint> best() {
        Optional<StoredCheckpoint> best = newest(BEST);
        return best.isPresent() ? best : latest();
    }

    /**
     * One of those that are here, by the name of its folder.
     *
     * @throws TroupeException CHECKPOINT where there is none of this name, or it is damaged
     */
    public StoredCheckpoint named(String name) {
        return Stream.concat(list(BEST).stream(), list(CHECKPOINT).stream())
            .filter(path -> path.getFileName().toString().equals(name)).findFirst().map(CheckpointFolder::verify)
            .orElseThrow(() -> new TroupeException(ErrorCode.CHECKPOINT, "there is no checkpoint '" + name + "' in "
                + folder + ", expected best, latest or one of "
                + entries().stream().map(CheckpointEntry::name).toList()));
    }

    /**
     * What a learner goes on from.
     *
     * @throws TroupeException LAYOUT_MISMATCH where it is another network's, CHECKPOINT where it cannot be read
     */
    public LearnerState readState(StoredCheckpoint stored) {
        requireSameNetwork(stored);
        CheckpointManifest manifest = stored.manifest();
        SafetensorsFile optimizer = open(stored, OPTIMIZER);
        MomentNames names = MomentNames.in(optimizer);
        return new LearnerState(manifest.getLearnerStep(), manifest.getWeightsVersion(), names.kind(),
            manifest.getOptimizerStep(), read(stored, WEIGHTS), read(stored, TARGET),
            optimizer.vector(layout, names.first()), optimizer.vector(layout, names.second()));
    }

    /** Whether {@link #readState} would take it: its weights are of a network like this one. */
    public boolean isOfThisNetwork(StoredCheckpoint stored) {
        return stored.manifest().getNetworkFingerprint().equals(layout.fingerprint());
    }

    /** The online network's weights alone, in the layout's order. */
    public float[] readWeights(StoredCheckpoint stored) {
        requireSameNetwork(stored);
        return read(stored, WEIGHTS);
    }

    private CheckpointFolder.Body body(Map<String, float[]> vectors) {
        return file -> Safetensors.write(layout, vectors, file);
    }

    private Path write(String prefix, CheckpointManifest description, Map<String, CheckpointFolder.Body> files) {
        CheckpointManifest manifest = description.toBuilder().setFormatVersion(ManifestJson.FORMAT_VERSION)
            .setNetworkFingerprint(layout.fingerprint()).build();
        try {
            List<Path> existing = list(prefix);
            long ordinal = existing.isEmpty() ? 1 : ordinal(prefix, existing.get(0)) + 1;
            Path target = folder.resolve(prefix + String.format("%06d", ordinal));
            CheckpointFolder.write(target, manifest, files);
            return target;
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, "a checkpoint could not be written into " + folder + ": "
                + e + "; the older ones are as they were. Make room there or check its permissions", e);
        }
    }

    private void prune(String prefix, int kept) {
        List<Path> newestFirst = list(prefix);
        for (Path old : newestFirst.subList(Math.min(kept, newestFirst.size()), newestFirst.size())) {
            try {
                CheckpointFolder.delete(old);
            } catch (IOException e) {
                LOG.warn("The old checkpoint {} could not be deleted and takes up room: {}", old, e.toString());
            }
        }
    }

    private Optional<StoredCheckpoint> newest(String prefix) {
        for (Path candidate : list(prefix)) {
            try {
                return Optional.of(CheckpointFolder.verify(candidate));
            } catch (TroupeException e) {
                LOG.warn("Checkpoint {} is damaged and passed over: {}", candidate, e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** Newest first; empty where there is no such folder. */
    private List<Path> list(String prefix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(path -> path.getFileName().toString().matches(prefix + "\\d{1,18}"))
                .sorted(Comparator.comparingLong((Path path) -> ordinal(prefix, path)).reversed()).toList();
        } catch (IOException e) {
            throw new TroupeException(ErrorCode.CHECKPOINT, folder + " cannot be read: " + e, e);
        }
    }

    private static long ordinal(String prefix, Path path) {
        return Long.parseLong(path.getFileName().toString().substring(prefix.length()));
    }

    private float[] read(StoredCheckpoint stored, String file) {
        return open(stored, file).vector(layout, "");
    }

    private static SafetensorsFile open(StoredCheckpoint stored, String file) {
        return SafetensorsFile.read(stored.folder().resolve(file));
    }

    private void requireSameNetwork(StoredCheckpoint stored) {
        String fingerprint = stored.manifest().getNetworkFingerprint();
        if (!fingerprint.equals(layout.fingerprint())) {
            throw new TroupeException(ErrorCode.LAYOUT_MISMATCH, stored.folder() + " holds a network with '"
                + fingerprint + "', this one has '" + layout.fingerprint() + "' (" + layout.describe()
                + "): use the config.conf of the run that wrote it");
        }
    }
}
