/** For simulators written in Java that ask Troupe for actions: beside the messages it needs the JDK alone. */
package io.troupe.simulator;
