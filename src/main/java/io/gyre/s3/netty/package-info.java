/**
 * An HTTP/1.1 client on Netty, behind the interface of the SDK's own asynchronous clients.
 *
 * <p>The SDK's {@code NettyNioAsyncHttpClient} stays selectable ({@code http-client: sdk}). It does
 * the same at a higher price for each small object: a dozen handlers, promises and publishers a
 * request, and a connection pool that hops between threads. This one has one handler a connection,
 * whose state is only touched on the connection's event loop, and writes head and body together. It
 * leaves out what object traffic has no use for: proxies, HTTP/2, redirects, retries, metrics.
 *
 * <p>Java's selectors serve, not Netty's own epoll: that took as much CPU for small objects, 6 %
 * less for large ones at the same rate, and is a library for each platform.
 *
 * <p>Bounds: connections and waiting requests per endpoint ({@link
 * io.gyre.s3.netty.NettyClient.Settings}), bytes read ahead per connection ({@code AnswerBody}),
 * buffers under way per request ({@code SendingBody}).
 */
@NullMarked
package io.gyre.s3.netty;

import org.jspecify.annotations.NullMarked;
