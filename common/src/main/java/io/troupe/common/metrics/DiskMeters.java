package io.troupe.common.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;

/** Room where a node writes, as meters: {@code disk_…} by {@code path} and {@code use}. */
public final class DiskMeters {
    /** What is kept: checkpoints, a shard's files. */
    private static final String FILES = "files";
    /** What is on its way: it may be small, and be used for the most part. */
    private static final String STREAMS = "streams";

    private DiskMeters() {
    }

    /** @param folder where it writes, or will: until it is there, what it will be made in tells */
    public static void register(MeterRegistry registry, Path folder) {
        register(registry, folder, FILES);
    }

    /** @param driver folder of its media driver, which each driver makes anew: what it is in tells, under one name */
    public static void registerDriver(MeterRegistry registry, Path driver) {
        register(registry, driver.toAbsolutePath().normalize().getParent(), STREAMS);
    }

    private static void register(MeterRegistry registry, Path folder, String use) {
        File file = folder.toAbsolutePath().normalize().toFile();
        gauge(registry, "disk.free", "Bytes that can still be written there", file, use, File::getUsableSpace);
        gauge(registry, "disk.total", "Bytes of the file system there", file, use, File::getTotalSpace);
    }

    private static void gauge(MeterRegistry registry, String name, String help, File folder, String use,
                              ToDoubleFunction<File> space) {
        Gauge.builder(name, folder, path -> space.applyAsDouble(existing(path))).description(help).baseUnit("bytes")
            .tag("path", folder.getPath()).tag("use", use).strongReference(true).register(registry);
    }

    private static File existing(File folder) {
        File present = folder;
        while (!present.exists() && present.getParentFile() != null) {
            present = present.getParentFile();
        }
        return present;
    }
}
