package io.troupe.common.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import com.google.protobuf.GeneratedMessage;
import io.troupe.common.weights.WeightsLink;
import java.util.HashMap;
import java.util.Map;

/** Behaviors by their serialized references, each of which is resolved once. Used by one thread. */
public final class References implements WeightsLink {
    private final ActorRefResolver resolver;
    private final Map<String, ActorRef<Object>> resolved = new HashMap<>();

    public References(ActorSystem<?> system) {
        resolver = ActorRefResolver.get(system);
    }

    @Override
    public void tell(String address, GeneratedMessage message) {
        of(address).tell(message);
    }

    public ActorRef<Object> of(String reference) {
        return resolved.computeIfAbsent(reference, resolver::resolveActorRef);
    }

    public String serialized(ActorRef<Object> behavior) {
        return resolver.toSerializationFormat(behavior);
    }

    public void forget(String reference) {
        resolved.remove(reference);
    }
}
