package io.troupe.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The view into the replay as a person reads it: tables, and histograms as bars. */
final class ReplayText {
    /** Lanes that are told where not all are asked for. */
    static final int LANES = 10;
    private static final int FILL_COLUMNS = 20;
    private static final int BAR_COLUMNS = 30;
    private static final int MAX_BARS = 14;
    private static final String PARTS = " ▏▎▍▌▋▊▉";

    private record Bucket(String range, long windows, double drawShare) {
    }

    private ReplayText() {
    }

    /** @param lanes as many of the ledger's are told */
    static String all(JsonNode all, int lanes) {
        StringBuilder text = new StringBuilder("The replay of ").append(all.get("at").asText()).append("\n\n");
        TextTable shards = new TextTable("shard", "fill", "", ">steps", ">of", ">files", ">segments", ">windows",
            ">effective", ">draws each", ">mean age", ">of draws");
        all.get("shards").forEach(shard -> addShard(shards, shard.get("name").asText(), shard));
        if (all.get("shards").size() != 1) {
            addShard(shards, "all", all.get("total"));
        }
        text.append(shards).append('\n');
        JsonNode total = all.get("total");
        histogram(text, "priority", total.get("priorities"));
        if (total.has("times_sampled_windows")) {
            histogram(text, "times drawn", total.get("times_sampled_windows"));
        }
        histogram(text, "age: records stored since", total.get("ages"));
        if (!all.get("top").isEmpty()) {
            TextTable top = new TextTable("highest priorities: step", "shard", ">priority", ">of draws", ">times drawn",
                ">age");
            all.get("top").forEach(window -> top.row(window.get("step").asText(), window.get("shard").asText(),
                number(window.get("priority")), percent(window.get("draw_probability").asDouble()),
                countOrNone(window, "times_sampled"), count(window.get("age_records"))));
            text.append(top);
        }
        if (all.has("ledger")) {
            ledger(text.append('\n'), all.get("ledger"), lanes);
        }
        return text.toString();
    }

    /** Produced = stored + in flight + lost. */
    private static void ledger(StringBuilder text, JsonNode ledger, int lanes) {
        TextTable table = new TextTable("ledger: lane", "actor", ">produced", ">stored", ">in flight", ">lost");
        JsonNode rows = ledger.get("lanes");
        for (int i = 0; i < Math.min(lanes, rows.size()); i++) {
            JsonNode lane = rows.get(i);
            addLane(table, lane.get("lane_id").asText(), lane.path("actor").asText("gone"), lane);
        }
        JsonNode total = ledger.get("total");
        addLane(table, rows.size() + " lanes", "", total);
        text.append(table).append("of the stored: ").append(count(total.get("evicted"))).append(" evicted, ")
            .append(count(total.get("destroyed"))).append(" destroyed, ").append(count(total.get("retired")))
            .append(" retired\n");
        if (rows.size() > lanes) {
            text.append("the other ").append(rows.size() - lanes).append(" lanes miss no more: --lanes\n");
        }
    }

    private static void addLane(TextTable table, String name, String actor, JsonNode numbers) {
        table.row(name, actor, count(numbers.get("produced")), count(numbers.get("stored")),
            count(numbers.get("in_flight")), count(numbers.get("lost")));
    }

    private static void addShard(TextTable table, String name, JsonNode shard) {
        double fill = shard.get("fill").asDouble();
        long windows = shard.get("samplable_windows").asLong();
        double effective = shard.get("effective_sample_size").asDouble();
        table.row(name, bar(fill, FILL_COLUMNS, '░'), String.format(Locale.ROOT, "%.1f %%", 100 * fill),
            count(shard.get("held_steps")), count(shard.get("capacity_records")), bytes(shard.get("bytes").asLong()),
            count(shard.get("segments")), String.format(Locale.ROOT, "%,d", windows),
            windows == 0 ? "-" : String.format(Locale.ROOT, "%,.0f (%.0f %%)", effective, 100 * effective / windows),
            shard.has("mean_times_sampled") ? number(shard.get("mean_times_sampled")) : "-",
            count(shard.get("mean_age_records")), count(shard.get("mean_drawn_age_records")));
    }

    private static void histogram(StringBuilder text, String title, JsonNode buckets) {
        List<Bucket> rows = rows(buckets, title.equals("priority"));
        long most = rows.stream().mapToLong(Bucket::windows).max().orElse(1);
        TextTable table = new TextTable(title, ">windows", "", ">of draws");
        rows.forEach(row -> table.row(row.range(), String.format(Locale.ROOT, "%,d", row.windows()),
            bar((double) row.windows() / most, BAR_COLUMNS, ' '), percent(row.drawShare())));
        text.append(table).append('\n');
    }

    /** A bar for each bucket; the lowest that would be too many are one. */
    private static List<Bucket> rows(JsonNode buckets, boolean isContinuous) {
        List<Bucket> rows = new ArrayList<>();
        int merged = Math.max(0, buckets.size() - MAX_BARS);
        long windows = 0;
        double drawShare = 0;
        for (int i = 0; i < buckets.size(); i++) {
            JsonNode bucket = buckets.get(i);
            windows += bucket.get("windows").asLong();
            drawShare += bucket.get("draw_share").asDouble();
            if (i >= merged) {
                double from = merged > 0 && i == merged ? 0 : bucket.get("from").asDouble();
                rows.add(new Bucket(range(from, bucket.get("below").asDouble(), isContinuous), windows, drawShare));
                windows = 0;
                drawShare = 0;
            }
        }
        return rows;
    }

    /** Of whole numbers the last one that belongs to it is named. */
    private static String range(double from, double below, boolean isContinuous) {
        if (isContinuous) {
            return below == 0 ? "0" : number(from) + " to " + number(below);
        }
        return below - from <= 1 ? String.format(Locale.ROOT, "%,.0f", from)
            : String.format(Locale.ROOT, "%,.0f to %,.0f", from, below - 1);
    }

    static String step(JsonNode step) {
        StringBuilder text = new StringBuilder();
        TextTable table = new TextTable("step", step.get("step").asText() + " of " + step.get("shard").asText());
        table.row("lane", step.get("lane_id") + ", record " + step.get("record") + ", epoch " + step.get("epoch"));
        table.row("age", count(step.get("age_records")) + " records stored since");
        table.row("action", step.get("action") + (step.has("legal_actions") ? " of " + step.get("legal_actions") : ""));
        table.row("reward", step.get("reward").asText());
        table.row("flags", step.get("flags").isEmpty() ? "none" : words(step.get("flags")));
        table.row("weights version", step.get("weights_version").asText());
        if (step.get("is_samplable").asBoolean()) {
            table.row("priority", number(step.get("priority")) + ", which is "
                + percent(step.get("draw_probability_in_shard").asDouble()) + " of its shard's draws");
            table.row("times drawn", countOrNone(step, "times_sampled"));
        } else {
            table.row("priority", "none: no window that could be drawn starts here");
        }
        if (!step.get("look_back").isEmpty()) {
            table.row("looks back to", words(step.get("look_back")));
        }
        table.row("its window", words(step.get("window")));
        step.get("observations").forEach(column -> table.row(column.get("name").asText(), column(column)));
        table.row("recurrent state", step.has("recurrent_state") ? column(step.get("recurrent_state")) : "none stored");
        return text.append(table).toString();
    }

    private static String column(JsonNode column) {
        String shape = column.get("type").asText() + " " + column.get("shape");
        if (column.hasNonNull("values")) {
            return shape + " " + column.get("values");
        }
        return shape + (column.has("base64") ? " " + count(column.get("bytes")) + " bytes; their values: --json"
            : " " + count(column.get("bytes")) + " bytes, too many to send");
    }

    private static String words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return String.join(", ", words);
    }

    private static String bar(double share, int columns, char rest) {
        int eighths = (int) Math.round(Math.min(1, Math.max(0, share)) * columns * 8);
        if (share > 0) {
            eighths = Math.max(1, eighths);
        }
        String bar = "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : PARTS.charAt(eighths % 8));
        return bar + String.valueOf(rest).repeat(columns - bar.length());
    }

    private static String count(JsonNode number) {
        return String.format(Locale.ROOT, "%,.0f", number.asDouble());
    }

    /** Draws are not known of files. */
    private static String countOrNone(JsonNode object, String name) {
        return object.has(name) ? count(object.get(name)) : "-";
    }

    private static String number(JsonNode number) {
        return number(number.asDouble());
    }

    private static String number(double number) {
        if (number == 0) {
            return "0";
        }
        double size = Math.abs(number);
        return size < 0.001 || size >= 1e7 ? String.format(Locale.ROOT, "%.2e", number)
            : String.format(Locale.ROOT, size >= 100 ? "%,.1f" : "%.4g", number);
    }

    private static String percent(double share) {
        if (share > 0 && share < 0.00001) {
            return "<0.001 %";
        }
        return String.format(Locale.ROOT, share > 0 && share < 0.001 ? "%.3f %%" : "%.1f %%", 100 * share);
    }

    private static String bytes(long bytes) {
        return bytes >= 1L << 30 ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30))
            : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1L << 20));
    }
}
