package io.troupe.common.cluster;

import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.proto.Refused;

/** A coordinator's refusal as the error that the refused node ends with. */
public final class Refusals {
    private Refusals() {
    }

    public static TroupeException toException(Refused refused) {
        return new TroupeException(ErrorCode.valueOf(refused.getCode()), "the coordinator refused this node: its "
            + refused.getField() + " is '" + refused.getGot() + "', the run's is '" + refused.getExpected() + "'; "
            + refused.getAdvice());
    }
}
