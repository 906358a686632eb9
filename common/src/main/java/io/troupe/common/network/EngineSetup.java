package io.troupe.common.network;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.troupe.common.config.LearningSettings;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;

/** Starts the tensor engine (PyTorch under DJL) and prepares the threads that compute with it. */
public final class EngineSetup {
    private static final String ENGINE = "PyTorch";

    private EngineSetup() {
    }

    /**
     * Starts the engine, or returns at once where it runs. The first start on a machine unpacks the native library into
     * DJL's cache folder (about 450 MB).
     *
     * @throws TroupeException RESOURCE where the native library cannot be had
     */
    public static void start() {
        if (System.getProperty("ai.djl.offline") == null) {
            // Otherwise DJL reports the start to its makers, and downloads what is missing.
            System.setProperty("ai.djl.offline", "true");
        }
        try {
            Engine.getEngine(ENGINE);
        } catch (RuntimeException | LinkageError e) {
            throw new TroupeException(ErrorCode.RESOURCE, "the PyTorch library could not be loaded for "
                + System.getProperty("os.name") + "/" + System.getProperty("os.arch") + ": " + rootMessage(e)
                + "; expected pytorch-native-cpu of this system on the class path and a writable cache folder with"
                + " 500 MB free: build with the Maven profile of this system, or point DJL_CACHE_DIR to such a folder",
                e);
        }
    }

    /**
     * To be called once by each thread that computes, before it does: operations of this thread then use {@code
     * engineThreads} threads and keep no graph for gradients. Both are the engine's per-thread states; without the
     * first, inference beside other computing threads was 25 times slower.
     */
    public static void prepareThread(int engineThreads) {
        start();
        JniUtils.setNumThreads(engineThreads);
        JniUtils.setGradMode(false);
    }

    /** Where the engine's random numbers begin, which are what dropout draws: one generator for the whole process. */
    public static void seed(long seed) {
        start();
        JniUtils.setSeed(seed);
    }

    /** A new root manager in main memory. The caller closes it. */
    public static NDManager newManager() {
        return newManager(Device.cpu());
    }

    /** A new root manager: what is made of it lies on this device. The caller closes it. */
    public static NDManager newManager(Device device) {
        start();
        return NDManager.newBaseManager(device, ENGINE);
    }

    /**
     * Where a learner computes.
     *
     * @throws TroupeException RESOURCE where a GPU is wanted and the engine sees none
     */
    public static Device device(LearningSettings.DeviceChoice choice) {
        start();
        boolean isGpuSeen = Engine.getEngine(ENGINE).hasCapability(StandardCapabilities.CUDA);
        if (choice == LearningSettings.DeviceChoice.GPU && !isGpuSeen) {
            throw new TroupeException(ErrorCode.RESOURCE, "learning.device is gpu, but PyTorch sees no GPU here: give the"
                + " learner a library with CUDA (PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR, as"
                + " deploy/docker/Dockerfile.gpu does) on a machine with NVIDIA's driver, or set learning.device = auto");
        }
        return isGpuSeen && choice != LearningSettings.DeviceChoice.CPU ? Device.gpu() : Device.cpu();
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
