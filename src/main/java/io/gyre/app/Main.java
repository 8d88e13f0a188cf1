package io.gyre.app;

/** Entry point of the jar. */
public final class Main {
  private Main() {}

  /** Runs the command named by the arguments and exits with its code. */
  public static void main(String[] args) {
    System.out.println("gyre");
  }
}
