/**
 * The configuration files and flags of radosgw-agent, Ceph's own replicator until 2016, turned into
 * a configuration of Gyre. Every flag and key of its release 1.2.7 and of its development in 2013
 * is accepted; one that no longer means anything says why.
 */
@NullMarked
package io.gyre.config.agent;

import org.jspecify.annotations.NullMarked;
