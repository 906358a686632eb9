package io.troupe.common.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Arrays that never change and are never closed, such as masks and tables: made once for each key where they are first
 * needed, in main memory and on the GPU each for itself. For any number of threads.
 */
final class LastingArrays<K, V> {
    private final ConcurrentHashMap<K, V> inMemory = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<K, V> onGpu = new ConcurrentHashMap<>();
    private final BiFunction<NDManager, K, V> maker;

    /** @param maker makes what belongs to a key, of a manager that is never closed */
    LastingArrays(BiFunction<NDManager, K, V> maker) {
        this.maker = maker;
    }

    /** @param user what it will be used with: it lies on the same device */
    V of(K key, NDArray user) {
        // Of the manager, which knows it; the array would ask the engine.
        Device device = user.getManager().getDevice();
        ConcurrentHashMap<K, V> made = device.isGpu() ? onGpu : inMemory;
        V known = made.get(key);
        return known != null ? known
            : made.computeIfAbsent(key, missing -> maker.apply(EngineSetup.newManager(device), missing));
    }
}
