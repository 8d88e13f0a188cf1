/**
 * The RADOS gateway as source and destination: its admin API, its S3 extensions and its encodings.
 */
@NullMarked
package io.gyre.rgw;

import org.jspecify.annotations.NullMarked;
