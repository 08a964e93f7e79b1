/// What an app has to be so that the server serves it: [dev.carillon.server.apps.AppType]. The apps
/// themselves are the packages below.
@NullMarked
package dev.carillon.server.apps;

import org.jspecify.annotations.NullMarked;
