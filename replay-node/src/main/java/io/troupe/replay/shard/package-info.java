/** One shard of the replay: takes steps in, draws windows, answers requests, keeps its ledger. One thread drives it. */
package io.troupe.replay.shard;
