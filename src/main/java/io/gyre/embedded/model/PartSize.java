package io.gyre.embedded.model;

/** One part of an object that was uploaded in parts: its number and its length in bytes. */
public record PartSize(int number, long size) {}
