/** What keeps a mass deletion at the source from becoming one at the destination unnoticed. */
@NullMarked
package io.gyre.guard;

import org.jspecify.annotations.NullMarked;
