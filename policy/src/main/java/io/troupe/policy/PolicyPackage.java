package io.troupe.policy;

import io.troupe.common.config.EffectiveConfiguration;
import io.troupe.common.network.QNetwork;
import io.troupe.common.schema.EnvironmentSchema;
import java.nio.file.Path;

/**
 * What a policy's file holds: weights, the network that they are for, and what that is shown.
 *
 * <pre>
 *   manifest.json  weights.safetensors  config.conf  schema.json  README.md
 * </pre>
 *
 * @param configuration of the run; its {@code network} describes the network
 * @param weights       in the order of the network's parameters; not copied, and not to be changed
 */
public record PolicyPackage(PolicyManifest manifest, EffectiveConfiguration configuration, EnvironmentSchema schema,
                            float[] weights) {
    /**
     * Reads and checks a whole file.
     *
     * @throws io.troupe.common.error.TroupeException CHECKPOINT where it is no policy or is damaged
     */
    public static PolicyPackage read(Path file) {
        return PackageReader.read(file);
    }

    /**
     * Writes the file, or leaves the old one as it was. The same policy always gives the same bytes.
     *
     * @throws io.troupe.common.error.TroupeException RESOURCE where it cannot be written
     */
    public void write(Path file) {
        PackageWriter.write(this, file);
    }

    /** The network, without its weights. */
    public QNetwork network() {
        return QNetwork.of(configuration.settings().network(), schema);
    }
}
