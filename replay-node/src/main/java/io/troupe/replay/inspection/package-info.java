/** What a shard holds, for whoever looks inside: counted in small slices, so that inserts and draws do not wait. */
package io.troupe.replay.inspection;
