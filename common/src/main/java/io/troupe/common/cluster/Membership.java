package io.troupe.common.cluster;

import akka.actor.typed.ActorRef;
import com.google.protobuf.GeneratedMessage;

/** A node's standing line to the coordinator. Thread-safe. */
public final class Membership {
    private final ActorRef<Object> member;

    Membership(ActorRef<Object> member) {
        this.member = member;
    }

    /** Sends this to the coordinator. */
    public void report(GeneratedMessage message) {
        member.tell(new NodeMember.Report(message));
    }

    /** Sends an answer to who asked: {@code replyTo} is his serialized reference, as in the question. */
    public void reply(String replyTo, GeneratedMessage answer) {
        member.tell(new NodeMember.Reply(replyTo, answer));
    }

    /** Sends the node's status now, not only at the next turn. */
    public void reportStatus() {
        member.tell(new NodeMember.Tick());
    }

    /** Ends it: the coordinator sees the node go. */
    public void leave() {
        member.tell(new NodeMember.Leave());
    }
}
