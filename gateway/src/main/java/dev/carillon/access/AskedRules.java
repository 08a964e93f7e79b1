package dev.carillon.access;

import dev.carillon.core.Clock;
import dev.carillon.core.LogLimit;
import dev.carillon.core.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the rules, each question once however many want to know, and remembers what they said.
///
/// Safe for any thread; [#ask] blocks. The rules run on virtual threads of their own, so that rules that
/// never return hold up nobody for longer than the time limit; such a thread is interrupted, and its turn
/// is given back when it ends.
final class AskedRules {
  private static final Logger LOG = LoggerFactory.getLogger(AskedRules.class);
  private static final Decision TOO_LATE = Decision.undecided("no answer in time");
  private static final Decision FAILED = Decision.undecided("the rules failed");

  /// An answer that is on its way; one to an earlier version is another one.
  private record Pending(Question question, long version) {}

  private final AccessRules rules;
  private final PermissionSettings settings;
  private final AnswerCache cache;
  private final Semaphore turns;
  private final ConcurrentHashMap<Pending, CompletableFuture<Decision>> pending =
      new ConcurrentHashMap<>();
  private final Versions versions;
  private final LogLimit failures;

  AskedRules(
      String name, AccessRules rules, PermissionSettings settings, Versions versions, Clock clock) {
    this.rules = rules;
    this.settings = settings;
    this.versions = versions;
    this.cache = new AnswerCache(settings.cacheSize, settings.cacheFor, clock);
    this.turns = new Semaphore(settings.concurrency, true);
    this.failures = new LogLimit(clock, name);
  }

  Question question(@Nullable Principal principal, String room) {
    return new Question(settings.subject.apply(principal), room);
  }

  /// Returns the answer that is remembered, or `null`.
  @Nullable Decision known(Question question) {
    return cache.get(question, versions.of(question.room(), question.user()));
  }

  /// Returns an answer, remembered or asked for. Blocks.
  Decision ask(@Nullable Principal principal, String room) {
    Question question = question(principal, room);
    Decision known = known(question);
    return known == null ? askAfresh(principal, question) : known;
  }

  /// Returns an answer to a question that is asked from here on. Blocks.
  Decision askAfresh(@Nullable Principal principal, Question question) {
    long version = versions.of(question.room(), question.user());
    var mine = new CompletableFuture<Decision>();
    var key = new Pending(question, version);
    CompletableFuture<Decision> running = pending.putIfAbsent(key, mine);
    if (running != null) {
      return await(running);
    }
    Thread asking =
        Thread.ofVirtual()
            .name("carillon-access")
            .unstarted(() -> {
              Decision decision = FAILED;
              try {
                decision = answer(principal, question.room());
              } finally {
                pending.remove(key, mine); // first, so that nobody joins an answer of the past
                mine.complete(decision);
              }
            });
    asking.start();
    Decision decision = await(mine);
    if (!mine.isDone()) {
      mine.complete(decision);
      pending.remove(key, mine);
      asking.interrupt();
    }
    if (decision.verdict() != Decision.Verdict.UNDECIDED) {
      cache.put(question, version, decision);
    }
    return decision;
  }

  private Decision answer(@Nullable Principal principal, String room) {
    try {
      turns.acquire();
      try {
        return rules.decide(principal, room);
      } finally {
        turns.release();
      }
    } catch (InterruptedException _) {
      return TOO_LATE;
    } catch (Exception e) {
      // Its text may quote what the store or a web service said.
      failures.warn(LOG, "access rules failed", "error", e.getClass().getName());
      return FAILED;
    }
  }

  private Decision await(CompletableFuture<Decision> answer) {
    try {
      return answer.get(settings.timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return TOO_LATE;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return TOO_LATE;
    }
  }
}
