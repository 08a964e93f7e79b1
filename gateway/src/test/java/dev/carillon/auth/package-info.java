@NullMarked
package dev.carillon.auth;

import org.jspecify.annotations.NullMarked;
