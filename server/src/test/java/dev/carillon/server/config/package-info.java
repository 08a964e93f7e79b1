@NullMarked
package dev.carillon.server.config;

import org.jspecify.annotations.NullMarked;
