package io.troupe.common.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Starts the tensor engine once and ends: unpacks the native library into {@code DJL_CACHE_DIR}, for instance when a
 * container image is built, so that the first node does not have to, and proves that it computes there. The image's
 * build runs it from the class files of this package's {@code Engine…} and of {@code error} alone.
 */
public final class EngineWarmUp {
    private EngineWarmUp() {
    }

    public static void main(String[] arguments) {
        EngineSetup.start();
        try (NDManager manager = EngineSetup.newManager()) {
            float sum = manager.ones(new Shape(2, 3)).matMul(manager.ones(new Shape(3, 2))).sum().getFloat();
            if (sum != 12) {
                throw new IllegalStateException("the engine computed " + sum + ", expected 12");
            }
        }
        Engine engine = Engine.getEngine("PyTorch");
        System.out.println(engine.getEngineName() + " " + engine.getVersion() + " is ready");
    }
}
