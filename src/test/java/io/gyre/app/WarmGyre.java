package io.gyre.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.LoggerFactory;

/**
 * Runs commands in one JVM, one after the other, as the jar's own main class would: most of the CPU
 * that a short process costs is that of a JVM which knows no class yet.
 *
 * <p>A line of standard input says what to do: {@link #STOP}, or a file for the output and the
 * arguments, with tabs between them. A line of standard output that begins with {@link #ENDED} has
 * the exit code of a command.
 */
public final class WarmGyre {
  /** Stands for the signal that ends a process in order. */
  public static final String STOP = "stop";

  /** Before an exit code: the JVM may have something to say as well. */
  public static final String ENDED = "ended ";

  private final PrintStream answers = System.out;
  private final ToldToStop termination = new ToldToStop();

  private WarmGyre() {}

  /** Until the end of standard input. */
  public static void main(String[] args) throws IOException {
    new WarmGyre().serve(new BufferedReader(new InputStreamReader(System.in, UTF_8)));
    System.exit(ExitCode.DONE);
  }

  private void serve(BufferedReader requests) throws IOException {
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      if (line.equals(STOP)) {
        termination.tell();
      } else {
        List<String> fields = Arrays.asList(line.split("\t", -1));
        Path output = Path.of(fields.get(0));
        String[] arguments = fields.subList(1, fields.size()).toArray(String[]::new);
        new Thread(() -> answers.println(ENDED + run(output, arguments)), "main").start();
      }
    }
  }

  private int run(Path output, String[] arguments) {
    termination.begin();
    try (OutputStream file = Files.newOutputStream(output);
        PrintStream out = new PrintStream(file, true, UTF_8)) {
      System.setOut(out);
      System.setErr(out);
      forgetLogging();
      return Gyre.commandLine(Wiring.real(termination), System.getenv())
          .setOut(new PrintWriter(out, true, UTF_8))
          .setErr(new PrintWriter(out, true, UTF_8))
          .execute(arguments);
    } catch (IOException | JoranException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command before may have set levels and formats. */
  private static void forgetLogging() throws JoranException {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  /** What a signal is to a process of its own. One that comes early counts, too. */
  private static final class ToldToStop implements Termination {
    private Optional<IntSupplier> work = Optional.empty();
    private boolean told;

    synchronized void begin() {
      work = Optional.empty();
      told = false;
    }

    synchronized void tell() {
      told = true;
      work.ifPresent(ToldToStop::stop);
    }

    @Override
    public synchronized Registered onStop(IntSupplier stop) {
      work = Optional.of(stop);
      if (told) {
        stop(stop);
      }
      return this::begin;
    }

    private static void stop(IntSupplier work) {
      new Thread(work::getAsInt, "stop").start();
    }
  }
}
