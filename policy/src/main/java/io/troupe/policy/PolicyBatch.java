package io.troupe.policy;

/**
 * Observations that are evaluated in one forward pass, and what came of them. Reused: {@link #clear}, {@link #add}
 * rows, {@link Policy#act(PolicyBatch)}, read; none of it allocates in Java outside the
 * engine's own calls. Used by one thread.
 */
public final class PolicyBatch {
    final float[] observations;
    final PolicySession[] sessions;
    final boolean[] allowed;
    final double[] epsilons;
    final float[] qValues;
    final int[] actions;
    private final Policy policy;
    private final int actionCount;
    private final int elements;
    int rows;
    long weightsVersion;

    PolicyBatch(Policy policy, int maxRows) {
        this.policy = policy;
        actionCount = policy.actionCount();
        elements = policy.observationElements();
        observations = new float[Math.multiplyExact(maxRows, elements)];
        sessions = new PolicySession[maxRows];
        allowed = new boolean[maxRows * actionCount];
        epsilons = new double[maxRows];
        qValues = new float[maxRows * actionCount];
        actions = new int[maxRows];
    }

    public void clear() {
        truncate(0);
    }

    /** Takes the last rows out again, so that {@code count} stay. */
    public void truncate(int count) {
        for (int row = count; row < rows; row++) {
            if (sessions[row] != null) {
                sessions[row].batch = null;
                sessions[row] = null;
            }
        }
        rows = Math.min(rows, count);
    }

    /**
     * Adds a row; its number is the count of those before it.
     *
     * @param session     whose next observation it is; null for a network without a memory
     * @param observation the elements of all columns one after the other, in the schema's order: numbers as the
     *                    environment gives them (bytes 0 … 255, bits 0 and 1)
     * @param mask        which actions may be chosen; null for all, where the schema has no action mask
     * @param epsilon     probability of an action at random among these, 0 … 1
     * @throws IllegalArgumentException where one of these cannot be, or the batch is full; it stays as it was
     */
    public void add(PolicySession session, float[] observation, boolean[] mask, double epsilon) {
        if (rows == actions.length) {
            throw new IllegalArgumentException("the batch has room for " + rows + " rows");
        }
        check(observation, mask, epsilon);
        checkSession(session);
        System.arraycopy(observation, 0, observations, rows * elements, elements);
        for (int action = 0; action < actionCount; action++) {
            allowed[rows * actionCount + action] = mask == null || mask[action];
        }
        epsilons[rows] = epsilon;
        sessions[rows] = session;
        if (session != null) {
            session.batch = this;
        }
        rows++;
    }

    private void check(float[] observation, boolean[] mask, double epsilon) {
        policy.check(observation);
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + ", expected 0 … 1");
        }
        if (mask == null) {
            requireNoMask();
            return;
        }
        if (mask.length != actionCount) {
            throw new IllegalArgumentException("the mask has " + mask.length + " actions, expected " + actionCount);
        }
        for (boolean isAllowed : mask) {
            if (isAllowed) {
                return;
            }
        }
        throw new IllegalArgumentException("the mask allows no action, expected at least one");
    }

    /** What is legal stands in no observation: to allow all where an environment masks would act illegally unseen. */
    private void requireNoMask() {
        if (policy.schema().hasActionMask()) {
            throw new IllegalArgumentException("mask is missing, expected " + actionCount + " booleans, true for each "
                + "action that is legal now: the environment that this policy learned has an action mask");
        }
    }

    private void checkSession(PolicySession session) {
        if (session == null) {
            if (policy.hasMemory()) {
                throw new IllegalArgumentException("this network has a memory: act in a session");
            }
            return;
        }
        if (!session.belongsTo(policy) || session.isClosed) {
            throw new IllegalArgumentException("the session is closed, or of another policy");
        }
        if (session.batch != null) {
            throw new IllegalArgumentException("the session has a row in a batch already, expected one at a time");
        }
    }

    public int rows() {
        return rows;
    }

    public int action(int row) {
        return actions[row];
    }

    public float qValue(int row, int action) {
        return qValues[row * actionCount + action];
    }

    /** Of the weights that all rows were evaluated with. */
    public long weightsVersion() {
        return weightsVersion;
    }

    /** A row's answer as an object of its own. */
    public PolicyAnswer answer(int row) {
        float[] values = new float[actionCount];
        System.arraycopy(qValues, row * actionCount, values, 0, actionCount);
        return new PolicyAnswer(actions[row], values, weightsVersion);
    }
}
