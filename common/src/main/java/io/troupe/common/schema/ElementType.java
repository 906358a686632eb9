package io.troupe.common.schema;

/** How the elements of an observation column are stored. */
public enum ElementType {
    FLOAT32(32),
    UINT8(8),
    /** Eight elements a byte, the lowest bit first; a column begins on a byte of its own. */
    BIT(1);

    private final int bits;

    ElementType(int bits) {
        this.bits = bits;
    }

    /** Bytes that {@code elements} elements take. */
    public int bytesFor(int elements) {
        return Math.toIntExact(((long) elements * bits + 7) / 8);
    }
}
