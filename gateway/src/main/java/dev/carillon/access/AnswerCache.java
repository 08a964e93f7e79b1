package dev.carillon.access;

import dev.carillon.core.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Answers that are remembered: so many, and for so long. Guarded by its own monitor, held for memory
/// operations only.
///
/// All live equally long, so the order in which they came is the order in which they end, and looking at
/// the oldest is all the sweeping there is.
final class AnswerCache {
  private record Answer(Decision decision, long version, long givenAt) {}

  private final int most;
  private final long lifetimeMillis;
  private final Clock clock;
  private final LinkedHashMap<Question, Answer> answers = new LinkedHashMap<>();

  AnswerCache(int most, Duration lifetime, Clock clock) {
    this.most = most;
    this.lifetimeMillis = lifetime.toMillis();
    this.clock = clock;
  }

  /// @param version what [Versions] say now: an answer to an earlier version is untrue
  synchronized @Nullable Decision get(Question question, long version) {
    Answer known = answers.get(question);
    return known == null || known.version != version || isOver(known) ? null : known.decision;
  }

  /// @param version what [Versions] said before the question was asked
  synchronized void put(Question question, long version, Decision decision) {
    answers.remove(question); // to the end of the line
    answers.put(question, new Answer(decision, version, clock.millis()));
    Iterator<Answer> oldest = answers.values().iterator();
    while (oldest.hasNext() && (isOver(oldest.next()) || answers.size() > most)) {
      oldest.remove();
    }
  }

  private boolean isOver(Answer answer) {
    return clock.millis() - answer.givenAt >= lifetimeMillis;
  }
}
