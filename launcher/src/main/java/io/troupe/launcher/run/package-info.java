/**
 * What the commands set going: one JVM with everything in it, several processes, or one node. Commands know
 * {@link io.troupe.launcher.run.Runs} only, so that their tests bring a run of their own.
 */
package io.troupe.launcher.run;
