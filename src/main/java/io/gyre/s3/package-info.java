/** S3 over an asynchronous HTTP client: signing, endpoints, time limits, error answers. */
@NullMarked
package io.gyre.s3;

import org.jspecify.annotations.NullMarked;
