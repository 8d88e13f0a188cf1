/**
 * Whether two zones, this host and a configuration can be a route. {@link
 * io.gyre.doctor.Examination} asks, through the port {@link io.gyre.doctor.GatewayProbe}, and only
 * reads; {@link io.gyre.doctor.Diagnosis} judges what it was told. A new check is a question of the
 * port, a fact, and a line in Diagnosis. Pure but for the port.
 */
@NullMarked
package io.gyre.doctor;

import org.jspecify.annotations.NullMarked;
