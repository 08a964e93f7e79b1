/// What the server's tests share: a broker and a store whose failures the test decides.
@NullMarked
package dev.carillon.server.support;

import org.jspecify.annotations.NullMarked;
