/** S3 over the SDK's asynchronous Netty client: signing, endpoints, time limits, error answers. */
@NullMarked
package io.gyre.s3;

import org.jspecify.annotations.NullMarked;
