package io.troupe.actor.environment;

/** One text is right: half of all is paid for its characters at their places, the other half for having all of them. */
final class TargetScorer implements TextScorer {
    private final String target;
    private final String alphabet;
    private int hits;

    /** @param target of two different characters at least */
    TargetScorer(String target) {
        this.target = target;
        alphabet = BigramScorer.alphabet(target);
    }

    @Override
    public String alphabet() {
        return alphabet;
    }

    @Override
    public int length() {
        return target.length();
    }

    @Override
    public void reset() {
        hits = 0;
    }

    @Override
    public double score(int position, int previous, int next) {
        boolean isHit = alphabet.charAt(next) == target.charAt(position);
        hits += isHit ? 1 : 0;
        return isHit ? 0.5 / target.length() : 0;
    }

    @Override
    public double scoreWhole() {
        return hits == target.length() ? 0.5 : 0;
    }
}
