package io.troupe.integration.transport;

import io.aeron.driver.DataPacketDispatcher;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ReceiveChannelEndpointSupplier;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.driver.ext.LossGenerator;
import io.aeron.driver.media.ReceiveChannelEndpoint;
import io.aeron.driver.media.UdpChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Makes a media driver lose a share of all packets that it receives, and all of them where {@link DeafPorts} says so.
 * The driver finds it by the property of its name; what it does is told by the properties here.
 */
public final class FaultyEndpoints implements ReceiveChannelEndpointSupplier {
    private static final String LOSS = "troupe.faults.loss";
    private static final String SEED = "troupe.faults.seed";
    private static final String DEAF_PORTS = "troupe.faults.deaf-ports";

    private final double loss = Double.parseDouble(System.getProperty(LOSS));
    private final DeafPorts deafPorts = new DeafPorts(Path.of(System.getProperty(DEAF_PORTS)));
    private final SplittableRandom random = new SplittableRandom(Long.getLong(SEED));

    /** Flags of the JVM whose media driver is to be so. */
    public static List<String> flags(double loss, long seed, Path deafPorts) {
        return List.of("-Daeron.ReceiveChannelEndpoint.supplier=" + FaultyEndpoints.class.getName(),
            "-D" + LOSS + "=" + loss, "-D" + SEED + "=" + seed, "-D" + DEAF_PORTS + "=" + deafPorts.toAbsolutePath());
    }

    @Override
    public ReceiveChannelEndpoint newInstance(UdpChannel channel, DataPacketDispatcher dispatcher,
                                              AtomicCounter status, MediaDriver.Context context) {
        return new Endpoint(channel, dispatcher, status, context);
    }

    private final class Endpoint extends DebugReceiveChannelEndpoint {
        Endpoint(UdpChannel channel, DataPacketDispatcher dispatcher, AtomicCounter status,
                 MediaDriver.Context context) {
            this(channel, dispatcher, status, context, new Bound());
        }

        private Endpoint(UdpChannel channel, DataPacketDispatcher dispatcher, AtomicCounter status,
                         MediaDriver.Context context, Bound bound) {
            super(channel, dispatcher, status, context, loses(bound, loss), loses(bound, 0));
            bound.endpoint = this;
        }
    }

    /** The endpoint whose port is known only when it is open. */
    private static final class Bound {
        private ReceiveChannelEndpoint endpoint;
        private int port;

        int port() {
            if (port == 0 && endpoint != null && endpoint.bindAddressAndPort().contains(":")) {
                String address = endpoint.bindAddressAndPort();
                port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            }
            return port;
        }
    }

    private LossGenerator loses(Bound bound, double share) {
        return (address, buffer, length) ->
            deafPorts.isDeaf(bound.port()) || share > 0 && random.nextDouble() < share;
    }
}
