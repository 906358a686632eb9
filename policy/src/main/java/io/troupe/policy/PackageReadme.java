package io.troupe.policy;

import io.troupe.common.config.NetworkSettings;
import io.troupe.common.schema.ObservationColumn;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page in a policy's archive that says how to load it. */
final class PackageReadme {
    private static final String JAVA = """
        ## In Java

        With `io.troupe:troupe-policy` on the class path (it brings neither Akka nor Aeron):

        ```java
        try (Policy policy = Policy.load(Path.of("policy.zip"))) {
            %s
            int action = answer.action();
        }
        ```

        Java needs `--add-exports java.base/jdk.internal.misc=ALL-UNNAMED`.

        """;
    private static final String SIMPLE_PROGRAM = """
        ## In PyTorch

        Unpack the archive; then, with `torch` and `safetensors` installed:

        ```python
        import torch
        from safetensors.torch import load_file

        def q_values(w, x):                  # x: (observations, numbers), bytes divided by 255
            def stack(name, x, is_last_activated):
                numbers = sorted(int(k.split(".")[-2]) for k in w
                                 if k.startswith(name + ".") and k.endswith(".weight")
                                 and k.count(".") == name.count(".") + 2)
                for i in numbers:
                    x = x @ w[f"{name}.{i}.weight"].T + w[f"{name}.{i}.bias"]
                    if is_last_activated or i != numbers[-1]:
                        x = x.relu()
                return x
            x = stack("encoder", x, True)
            if "head.value.0.weight" not in w:
                return stack("head", x, False)
            advantage = stack("head.advantage", x, False)
            return stack("head.value", x, False) + advantage - advantage.mean(1, True)

        if __name__ == "__main__":
            print(q_values(load_file("weights.safetensors"), torch.zeros(1, %d)))
        ```
        """;
    private static final String OTHER_PROGRAM = """
        ## In PyTorch

        `weights.safetensors` opens with `safetensors.torch.load_file`, and its tensors have the names of PyTorch's
        modules. The equations of this network (`network` in config.conf), and a PyTorch program for it, are in Troupe's
        `docs/networks.md`, section "In PyTorch".
        """;

    private PackageReadme() {
    }

    static String of(PolicyPackage policy) {
        NetworkSettings network = policy.configuration().settings().network();
        int numbers = policy.schema().observations().stream().mapToInt(ObservationColumn::elements).sum();
        String arguments = "new float[" + numbers + "]" + (policy.schema().hasActionMask() ? ", mask, 0" : "");
        String mask = policy.schema().hasActionMask()
            ? "boolean[] mask = {true" + ", true".repeat(policy.schema().actionCount() - 1)
                + "};     // for each action whether it is legal now\n    "
            : "";
        String call = mask + (policy.network().hasMemory()
            ? "PolicySession session = policy.session();      // reset() at an episode's end\n"
                + "    PolicyAnswer answer = session.act(" + arguments + ");"
            : "PolicyAnswer answer = policy.act(" + arguments + ");");
        String columns = policy.schema().observations().stream().map(column -> "- `" + column.name() + "`: "
            + column.type().name().toLowerCase(Locale.ROOT) + " " + column.shape()).collect(Collectors.joining("\n"));
        return "# A policy for " + policy.configuration().settings().environment().name() + "\n\n"
            + "Learned by the run " + policy.manifest().runId() + "; weights version "
            + policy.manifest().weightsVersion()
            + ". An observation is the numbers of these\ncolumns, one after the other:\n\n"
            + columns + "\n\nActions are 0 … " + (policy.schema().actionCount() - 1) + "."
            + (policy.schema().hasActionMask()
                ? " Not all are always legal: each observation needs a mask that\nsays which are, and is refused without."
                : "") + "\n\n"
            + String.format(JAVA, call)
            + (isSimple(network) ? String.format(SIMPLE_PROGRAM, numbers) : OTHER_PROGRAM);
    }

    /** Whether the network is layers one after the other, which the short program computes. */
    private static boolean isSimple(NetworkSettings network) {
        return network.encoder().kind() == NetworkSettings.Encoder.Kind.MLP
            && network.encoder().fusion().columns().isEmpty() && network.encoder().fusion().units() == 0
            && network.memory().kind() == NetworkSettings.Memory.Kind.NONE
            && (network.head().kind() == NetworkSettings.Head.Kind.PLAIN
                || network.head().kind() == NetworkSettings.Head.Kind.DUELING);
    }
}
