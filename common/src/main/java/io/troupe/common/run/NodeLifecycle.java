package io.troupe.common.run;

import io.troupe.common.error.TroupeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Why a node ends: somebody told it to, or something failed. The first reason counts. Thread-safe. */
public final class NodeLifecycle {
    private final CompletableFuture<String> end = new CompletableFuture<>();

    /** The node is to close, in order. */
    public void ended(String reason) {
        end.complete(reason);
    }

    /** The node cannot go on. */
    public void failed(Throwable cause) {
        end.completeExceptionally(cause);
    }

    public boolean isOver() {
        return end.isDone();
    }

    /** Returns the reason of an orderly end, throws what failed, or returns null after {@code timeoutMs}. */
    public String await(long timeoutMs) {
        try {
            return end.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TroupeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
