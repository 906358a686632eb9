/** What a shard does for those who send to it, as its transport needs it. */
package io.troupe.replay.service;
