/// Who may be where, decided again when it changes; what no longer counts; and how often somebody may do
/// something.
///
/// Start at [dev.carillon.access.Permissions]. [dev.carillon.access.Revocations] ends what was let in
/// before, [dev.carillon.access.UserRateLimit] and [dev.carillon.access.TokenBucket] count.
@NullMarked
package dev.carillon.access;

import org.jspecify.annotations.NullMarked;
