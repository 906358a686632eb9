package io.troupe.launcher.command;

import io.troupe.common.config.HttpSettings;
import io.troupe.learner.status.RunFolder;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Where a run's page is, from what a person has named. */
final class PageAddresses {
    static final String DEFAULT_URL = "http://127.0.0.1:8080";

    private PageAddresses() {
    }

    /**
     * @param directory of a run that goes on; null: the address is named
     * @param url       null: the usual one
     * @param otherwise what can be done where the run has no page
     */
    static String of(CommandSpec spec, Path directory, String url, String otherwise) {
        if (directory == null) {
            return url == null ? DEFAULT_URL : url;
        }
        RunFolder run = RunFolder.open(directory);
        HttpSettings http = run.configuration().settings().http();
        if (!http.isEnabled()) {
            throw TroupeCommand.usageProblem(spec, "the run in " + directory
                + " has no page to ask (http.enabled=false); " + otherwise);
        }
        return run.page().orElse("http://" + http.host() + ":" + http.port());
    }
}
