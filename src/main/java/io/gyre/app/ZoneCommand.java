package io.gyre.app;

import io.gyre.config.Endpoint;
import io.gyre.embedded.EmbeddedSettings;
import io.gyre.embedded.EmbeddedSettings.Address;
import io.gyre.embedded.EmbeddedSettings.Room;
import io.gyre.embedded.EmbeddedZone;
import io.gyre.embedded.faults.FaultRule;
import io.gyre.embedded.faults.Faults;
import io.gyre.embedded.model.AccessKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Runs a small gateway, to try Gyre and to test with it, where there is no Ceph. */
@Command(
    name = "zone",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    header = "Runs a small gateway with a zone of its own, to try things without Ceph.",
    description = {
      "%nSpeaks S3 and the part of the RADOS Gateway's own API that Gyre uses, logs included. What it stores is gone"
          + " when it ends. Two of them make a route to play with. The flags in conf/zone.jvm are for long runs under load, after"
          + " some twenty seconds of warming up: a request then costs less than half of what it costs with those in"
          + " conf/gyre.jvm.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  java @conf/zone.jvm -jar target/gyre.jar zone --port 8000 --name master-1 &",
      "  java @conf/zone.jvm -jar target/gyre.jar zone --port 8001 --name slave-1 &",
      "  java @conf/gyre.jvm -jar target/gyre.jar sync --config conf/gyre.yaml --once",
      "  java @conf/zone.jvm -jar target/gyre.jar zone --fault '0.05 status=503' --fault 'delay=50ms'"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it was told to stop", "2:wrong usage, or the port is taken"})
final class ZoneCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port = 8000;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String address = "127.0.0.1";

  @Option(
      names = "--name",
      paramLabel = "ZONE",
      description = "Name of the zone. Default: ${DEFAULT-VALUE}.")
  private String name = "master-1";

  @Option(
      names = "--access-key",
      paramLabel = "KEY",
      description = "Access key of its system user 'tester'. Default: ${DEFAULT-VALUE}.")
  private String accessKey = EmbeddedSettings.DEFAULT_KEY.id();

  @Option(
      names = "--secret-key",
      paramLabel = "KEY",
      description =
          "Its secret key, by default the one in conf/gyre.yaml. Other users of this machine can see what is given"
              + " here, so it is for keys that are no secret.")
  private String secretKey = EmbeddedSettings.DEFAULT_KEY.secret();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory for the bytes of objects once half the heap is full of them; without it more is refused.")
  private @Nullable Path data;

  @Option(
      names = "--peer",
      paramLabel = "URL",
      description =
          "Gateway of another zone. It is told of every change soon after it, as gateways of one zonegroup tell each"
              + " other.")
  private @Nullable String peer;

  @Option(
      names = "--fault",
      paramLabel = "RULE",
      converter = FaultConverter.class,
      description =
          "What it does wrong, to see what becomes of clients; may be given several times. "
              + FaultRule.SYNTAX
              + ". Of those that match a request, the first that strikes counts.")
  private List<FaultRule> faults = new ArrayList<>();

  @Option(
      names = "--fault-seed",
      paramLabel = "NUMBER",
      description = "The same number gives the same faults. Default: ${DEFAULT-VALUE}.")
  private long faultSeed = 1;

  @Option(
      names = "--request-log",
      paramLabel = "FILE",
      description = "Gets a line for each request, as a gateway's log has one, a moment later.")
  private @Nullable Path requestLog;

  private @Nullable Path spilled;

  @Override
  public Integer call() throws InterruptedException {
    Logs.configure(new Output(Output.Format.TEXT, Output.Verbosity.QUIET));
    EmbeddedZone zone = start(settings());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(introduction(zone));
    out.flush();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(zone), "stop"));
    new CountDownLatch(1).await(); // until the process is told to stop
    return ExitCode.DONE;
  }

  private EmbeddedSettings settings() {
    EmbeddedSettings settings;
    try {
      settings =
          EmbeddedSettings.named(name)
              .at(new Address(address, port))
              .with(new AccessKey(accessKey, secretKey))
              .with(faultsAsGiven());
      if (peer != null) {
        settings = settings.withPeer(Endpoint.parse(peer).uri());
      }
      if (requestLog != null) {
        settings = settings.withRequestLog(requestLog);
      }
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.valueOf(wrong.getMessage()));
    }
    return data == null ? settings : spillingTo(data, settings);
  }

  private Faults faultsAsGiven() {
    Faults given = new Faults(faultSeed);
    given.set(faults.toArray(FaultRule[]::new));
    return given;
  }

  /** Reads a rule as picocli wants it read. */
  static final class FaultConverter implements ITypeConverter<FaultRule> {
    @Override
    public FaultRule convert(String text) {
      try {
        return FaultRule.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Into a directory of its own, which goes when the zone ends. */
  private EmbeddedSettings spillingTo(Path directory, EmbeddedSettings settings) {
    try {
      Files.createDirectories(directory);
      Path own = Files.createTempDirectory(directory, "gyre-zone-");
      spilled = own;
      long free = Files.getFileStore(own).getUsableSpace();
      return settings.with(new Room(settings.room().memory(), free, Optional.of(own)));
    } catch (IOException e) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--data " + directory + " cannot be used: " + e + ". Give a directory to write to.");
    }
  }

  private EmbeddedZone start(EmbeddedSettings settings) {
    try {
      return EmbeddedZone.start(settings);
    } catch (IllegalStateException e) {
      removeSpilled();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          e.getMessage() + ": " + cause.getMessage() + ". Try another --port or --listen.");
    }
  }

  private String introduction(EmbeddedZone zone) {
    String secret =
        secretKey.equals(EmbeddedSettings.DEFAULT_KEY.secret()) ? secretKey : "the one given";
    return """
        Zone %s listens on %s

          access key   %s
          secret key   %s   (system user %s)

        As an end in a configuration of Gyre:
          endpoint: %s
        With rclone:
          rclone lsd ':s3,provider=Ceph,endpoint="%s",access_key_id=...,secret_access_key=...:'

        Ctrl-C stops it, and what it stores is gone.
        """
        .formatted(
            name,
            zone.endpoint(),
            accessKey,
            secret,
            EmbeddedSettings.SYSTEM_USER,
            zone.endpoint(),
            zone.endpoint());
  }

  /** Told to stop is not an error, which is why the process must not end with the signal's code. */
  private void stop(EmbeddedZone zone) {
    try {
      zone.close();
      removeSpilled();
    } finally {
      Runtime.getRuntime().halt(ExitCode.DONE);
    }
  }

  private void removeSpilled() {
    try {
      if (spilled != null) {
        Directories.remove(spilled);
      }
    } catch (IOException e) {
      System.err.println(spilled + " could not be removed, do it by hand: " + e);
    }
  }
}
