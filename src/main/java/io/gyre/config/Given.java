package io.gyre.config;

import java.util.List;

/**
 * What an operator gave for one key.
 *
 * @param texts one, or those of a list
 * @param where file and line, or the environment variable
 */
record Given(List<String> texts, String where) {}
