package io.gyre.doctor;

import java.util.Set;

/**
 * The user whose credentials we have, as the gateway knows it.
 *
 * @param system whether it is a system user, who needs no caps and may act for others
 * @param operations what it may do at all: read, write, delete
 */
public record Caller(String uid, boolean system, Set<String> operations) {
  public Caller {
    operations = Set.copyOf(operations);
  }
}
