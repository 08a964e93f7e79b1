/// What tests need and users do not: a fake clock, a real Redis, a network that fails on request.
@NullMarked
package dev.carillon.support;

import org.jspecify.annotations.NullMarked;
