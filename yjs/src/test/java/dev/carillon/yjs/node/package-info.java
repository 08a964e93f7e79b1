/// Tests beside the real Yjs, which runs in Node.js as a child process.
@NullMarked
package dev.carillon.yjs.node;

import org.jspecify.annotations.NullMarked;
