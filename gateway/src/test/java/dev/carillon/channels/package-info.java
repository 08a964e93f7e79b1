/// Tests of plain JSON over WebSocket, in bytes.
@NullMarked
package dev.carillon.channels;

import org.jspecify.annotations.NullMarked;
