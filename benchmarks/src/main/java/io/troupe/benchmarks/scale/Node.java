package io.troupe.benchmarks.scale;

/** A process: its agent's thread, its media driver, its remoting, on a host that it may share with others. */
final class Node {
    private final Costs costs;
    private final Host host;
    private final Worker agent;
    private final Worker driver;
    private final Worker remoting;

    Node(SimulatedTime time, Costs costs, Host host) {
        this.costs = costs;
        this.host = host;
        agent = new Worker(time);
        driver = new Worker(time);
        remoting = new Worker(time);
    }

    /** Over an Aeron stream to the other's agent. */
    void stream(Node to, long bytes, Runnable delivered) {
        send(driver, costs.streamNs(bytes), to, to.driver, bytes, delivered);
    }

    /** Over Akka's remoting. */
    void tell(Node to, long bytes, Runnable delivered) {
        send(remoting, costs.remotingNs(bytes), to, to.remoting, bytes, delivered);
    }

    private void send(Worker sender, long ns, Node to, Worker receiver, long bytes, Runnable delivered) {
        sender.work(ns, () -> host.send(new Flow(sender, receiver), to.host, bytes, () -> receiver.work(ns, delivered)));
    }

    Host host() {
        return host;
    }

    Worker agent() {
        return agent;
    }

    Worker driver() {
        return driver;
    }

    Worker remoting() {
        return remoting;
    }

    /** One connection's or stream's way from one process to another. */
    private record Flow(Worker from, Worker to) {
    }
}
