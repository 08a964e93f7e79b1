/// Runs the real clients against a gateway in a process of its own.
///
/// The tests themselves are JavaScript, in `clients/`; [NodeFile] runs one of their files and hands
/// its outcomes to JUnit.
@NullMarked
package dev.carillon.interop;

import org.jspecify.annotations.NullMarked;
