package io.troupe.common.environment;

/**
 * An environment whose other half answers when it likes: a simulator that somebody else drives. Who steps several asks
 * each whether it is ready and leaves out those that are not; {@link #takeReset} and {@link #takeStep} wait where they are
 * called before.
 */
public interface AwaitedEnvironment extends SplitEnvironment {
    /** Whether what was given last can be taken without waiting. */
    boolean isReady();
}
