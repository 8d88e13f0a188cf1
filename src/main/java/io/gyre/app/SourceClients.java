package io.gyre.app;

import io.gyre.rgw.GatewayClient;
import io.gyre.s3.S3Client;

/**
 * The ways to the source.
 *
 * @param gateway for small requests
 * @param objects for what object bytes flow through
 */
record SourceClients(GatewayClient gateway, S3Client objects) {}
