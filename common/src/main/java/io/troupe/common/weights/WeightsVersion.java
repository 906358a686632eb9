package io.troupe.common.weights;

/** Which weights: ordered by (learner incarnation, version), since a resumed learner counts on from its checkpoint. */
public record WeightsVersion(long learnerIncarnation, long version) {
    /** @param other null: none */
    public boolean isNewerThan(WeightsVersion other) {
        return other == null || isNewer(learnerIncarnation, version, other.learnerIncarnation, other.version);
    }

    public boolean isNewerThan(WeightsSnapshot other) {
        return isNewer(learnerIncarnation, version, other.learnerIncarnation(), other.version());
    }

    static boolean isNewer(long incarnation, long version, long otherIncarnation, long otherVersion) {
        return incarnation > otherIncarnation || incarnation == otherIncarnation && version > otherVersion;
    }
}
