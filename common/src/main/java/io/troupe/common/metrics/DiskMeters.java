package io.troupe.common.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** Room where a node writes, as meters: {@code disk_…} by {@code path}. */
public final class DiskMeters {
    private DiskMeters() {
    }

    /** @param folder where it writes, or will: until it is there, what it will be made in tells */
    public static void register(MeterRegistry registry, Path folder) {
        File file = folder.toAbsolutePath().normalize().toFile();
        gauge(registry, "disk.free", "Bytes that can still be written there", file, File::getUsableSpace);
        gauge(registry, "disk.total", "Bytes of the file system there", file, File::getTotalSpace);
    }

    private static void gauge(MeterRegistry registry, String name, String help, File folder,
                              ToDoubleFunction<File> space) {
        Gauge.builder(name, folder, path -> space.applyAsDouble(existing(path))).description(help).baseUnit("bytes")
            .tag("path", folder.getPath()).strongReference(true).register(registry);
    }

    private static File existing(File folder) {
        File present = folder;
        while (!present.exists() && present.getParentFile() != null) {
            present = present.getParentFile();
        }
        return present;
    }
}
