/// Tests of the net layer, in bytes over real sockets.
@NullMarked
package dev.carillon.net;

import org.jspecify.annotations.NullMarked;
