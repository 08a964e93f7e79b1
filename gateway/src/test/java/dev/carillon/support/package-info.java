/// What tests of all modules lean on: a clock they turn, sockets that speak bytes, a real Redis.
@NullMarked
package dev.carillon.support;

import org.jspecify.annotations.NullMarked;
