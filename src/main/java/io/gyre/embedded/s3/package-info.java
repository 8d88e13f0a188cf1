/**
 * The S3 side: buckets, objects, listings, uploads and their sub-resources. Handlers translate; the
 * model decides.
 */
@NullMarked
package io.gyre.embedded.s3;

import org.jspecify.annotations.NullMarked;
