package io.gyre.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gyre.app.WarmGyre;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that runs one command after the other, see {@link WarmGyre}. There are as many as
 * commands ran at the same time; one that is killed is not used again.
 */
final class WarmProcess {
  private static final Deque<WarmProcess> IDLE = new ArrayDeque<>();

  private final Process process;
  private volatile Command current = new Command(this);

  private WarmProcess(Process process) {
    this.process = process;
  }

  /** Begins a command in a process that has nothing to do. */
  static synchronized Execution run(Path output, List<String> arguments) {
    WarmProcess idle = IDLE.poll();
    while (idle != null && !idle.process.isAlive()) {
      idle = IDLE.poll();
    }
    return (idle == null ? start() : idle).begin(output, arguments);
  }

  private static synchronized void isIdle(WarmProcess process) {
    IDLE.push(process);
  }

  private static WarmProcess start() {
    try {
      String tests = WarmGyre.class.getProtectionDomain().getCodeSource().getLocation().getPath();
      List<String> command = new ArrayList<>(GyreProcess.java());
      command.add("-Dlogback.configurationFile=logback.xml");
      command.addAll(List.of("-cp", System.getProperty("gyre.jar") + File.pathSeparator + tests));
      command.add(WarmGyre.class.getName());
      WarmProcess started =
          new WarmProcess(
              new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      Thread reader = new Thread(started::readAnswers, "warm-gyre");
      reader.setDaemon(true);
      reader.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Execution begin(Path output, List<String> arguments) {
    Command command = new Command(this);
    current = command;
    List<String> fields = new ArrayList<>(List.of(output.toString()));
    fields.addAll(arguments);
    send(String.join("\t", fields));
    return command;
  }

  private synchronized void send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException dead) {
      process.destroyForcibly();
    }
  }

  private void readAnswers() {
    try (BufferedReader answers = process.inputReader(UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(WarmGyre.ENDED)) {
          Command ended = current;
          isIdle(this);
          ended.code.complete(Integer.valueOf(line.substring(WarmGyre.ENDED.length())));
        }
      }
    } catch (IOException dead) {
      process.destroyForcibly();
    }
    process.onExit().thenAccept(dead -> current.code.complete(dead.exitValue()));
  }

  /** One command in a process. */
  private static final class Command implements Execution {
    private final WarmProcess runner;
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    Command(WarmProcess runner) {
      this.runner = runner;
    }

    @Override
    public OptionalInt exitWithin(long seconds) throws InterruptedException {
      try {
        return OptionalInt.of(code.get(seconds, TimeUnit.SECONDS));
      } catch (TimeoutException notYet) {
        return OptionalInt.empty();
      } catch (ExecutionException never) {
        throw new IllegalStateException(never);
      }
    }

    @Override
    public boolean isAlive() {
      return !code.isDone();
    }

    @Override
    public void terminate() {
      if (isAlive()) {
        runner.send(WarmGyre.STOP);
      }
    }

    @Override
    public void kill() {
      if (isAlive()) {
        runner.process.destroyForcibly();
      }
    }

    @Override
    public long pid() {
      return runner.process.pid();
    }
  }
}
