package io.troupe.benchmarks.pytorch;

import java.io.IOException;

/** The Python that tests compare with, where it is there. */
public final class Pythons {
    public static final String PYTHON = PyTorchProcess.python();
    public static final String NO_PYTORCH = missing("torch, numpy", "PyTorch");
    public static final String NO_NUMPY = missing("numpy", "NumPy");

    private static final boolean HAS_NUMPY = imports("numpy");
    /** Loading it takes seconds: once is enough. */
    private static final boolean HAS_PYTORCH = imports("torch, numpy");

    private Pythons() {
    }

    public static boolean hasPyTorch() {
        return HAS_PYTORCH;
    }

    public static boolean hasNumPy() {
        return HAS_NUMPY;
    }

    private static String missing(String modules, String what) {
        return "skipped: '" + PYTHON + " -c \"import " + modules + "\"' fails; TROUPE_PYTHON names a Python with " + what;
    }

    private static boolean imports(String modules) {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import " + modules).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
