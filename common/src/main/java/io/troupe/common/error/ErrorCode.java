package io.troupe.common.error;

/** What kind of thing went wrong, and so how the system reacts. The list is closed: each code has one reaction. */
public enum ErrorCode {
    /** The user's settings cannot be run. All problems are told at once; the process exits with 2. */
    CONFIGURATION(2),
    /** Two nodes differ in something that they must share. That peer is refused; this node stays up. */
    LAYOUT_MISMATCH(3),
    /** Two nodes speak different versions of the wire format. That peer is refused; this node stays up. */
    WIRE_VERSION(3),
    /** A message has a wrong length or checksum: dropped and counted. */
    WIRE_FORMAT(3),
    /** Loss or weights are not finite: these weights are never published or checkpointed. */
    TRAINING_DIVERGED(3),
    /** A checkpoint could not be written or read: the old one stays. */
    CHECKPOINT(3),
    /** An environment failed: it is reset and counted; fatal after several in a row. */
    ENVIRONMENT(3),
    /** A folder, port, media driver or cluster that the process needs cannot be had. */
    RESOURCE(3);

    private final int exitStatus;

    ErrorCode(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** The exit status of a process that ends because of this error. */
    public int exitStatus() {
        return exitStatus;
    }
}
