package io.troupe.policy.serving;

import io.troupe.common.error.TroupeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when the file of a policy has been replaced. Each call looks once; used by one thread at a time. */
public final class PackageWatcher implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(PackageWatcher.class);

    private final Path file;
    private final Consumer<Path> onReplaced;
    private List<Object> seen;

    /** @param onReplaced TroupeException where it cannot take the file: that is logged, and passed over */
    public PackageWatcher(Path file, Consumer<Path> onReplaced) {
        this.file = file;
        this.onReplaced = onReplaced;
        seen = state();
    }

    @Override
    public void run() {
        List<Object> now = state();
        if (now.isEmpty() || now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            onReplaced.accept(file);
            LOGGER.info("{} was replaced; its weights are served from now on", file);
        } catch (TroupeException e) {
            LOGGER.warn("{} was replaced, and is not served: {}", file, e.getMessage());
        }
    }

    /** Empty where there is none at present. */
    private List<Object> state() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return List.of(attributes.lastModifiedTime(), attributes.size(), key == null ? "" : key);
        } catch (IOException e) {
            return List.of();
        }
    }
}
