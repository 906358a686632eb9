/** The view into the run's replay: what shards are asked, and their answers as JSON. */
package io.troupe.learner.inspection;
