package io.troupe.benchmarks.pytorch;

import java.io.IOException;

/** The Python that tests compare with, where it is there. */
public final class Pythons {
    public static final String PYTHON = PyTorchProcess.python();
    public static final String NO_PYTORCH = "skipped: '" + PYTHON + " -c \"import torch, numpy\"' fails; TROUPE_PYTHON"
        + " names a Python with PyTorch";

    private Pythons() {
    }

    public static boolean hasPyTorch() {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import torch, numpy").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
