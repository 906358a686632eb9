package io.troupe.common.network;

import io.troupe.common.config.NetworkSettings.Encoder;
import io.troupe.common.error.ErrorCode;
import io.troupe.common.error.TroupeException;
import io.troupe.common.schema.EnvironmentSchema;
import io.troupe.common.schema.ObservationColumn;
import java.util.Locale;

/**
 * The one observation column that an encoder reads.
 *
 * @param index    in the schema
 * @param name     what the encoder's parameters are called after: {@code encoder}
 * @param settings of the encoder
 * @param section  where these stand, as in {@code network.encoder}
 */
record EncodedColumn(EnvironmentSchema schema, int index, String name, Encoder settings, String section) {
    ObservationColumn column() {
        return schema.observations().get(index);
    }

    /** An error that says why the encoder cannot read this column. */
    TroupeException refused(String why) {
        ObservationColumn column = column();
        return new TroupeException(ErrorCode.CONFIGURATION, section + ".kind: the observation column '" + column.name()
            + "' is " + column.type().name().toLowerCase(Locale.ROOT) + column.shape() + ", " + why);
    }
}
