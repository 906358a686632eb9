/** Is the pipeline alive, and where not, why: {@code troupe doctor}. */
package io.troupe.launcher.doctor;
