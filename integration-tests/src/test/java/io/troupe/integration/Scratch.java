package io.troupe.integration;
import io.troupe.common.config.*;
import io.troupe.common.environment.Environments;
import java.nio.file.*;
public class Scratch {
  public static void main(String[] a) throws Exception {
    SettingsLoader l = new SettingsLoader(n -> Environments.named(n).preset());
    for (String s : a) l.set(s);
    TroupeSettings s = l.load().settings();
    Path f = Files.createTempDirectory("scratch");
    try (DirectRun r = new DirectRun(s, f)) {
      StringBuilder b = new StringBuilder();
      for (int i = 500; i <= 10000; i += 500) { r.run(i, x -> {}); b.append(Math.round(r.evaluate().meanReturn())).append(' '); }
      System.out.println(String.join(" ", a) + ": " + b + " steps " + r.storedSteps());
    }
    System.exit(0);
  }
}
