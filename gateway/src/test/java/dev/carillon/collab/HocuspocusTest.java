package dev.carillon.collab;

import static dev.carillon.collab.Editor.HI;
import static dev.carillon.collab.Editor.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.carillon.Gateway;
import dev.carillon.collab.DocumentSettings.Acknowledgement;
import dev.carillon.support.FakeClock;
import dev.carillon.support.RawSocket;
import dev.carillon.yjs.Doc;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The protocol of `@hocuspocus/server` 3.4 and 4 as byte exchanges, most of them about the document `d`, so that
/// frames begin with `01 64`. Where our answer is another one than that of the reference, the test says so.
final class HocuspocusTest {
  private static final String READ_WRITE = "016402020a726561642d7772697465";
  private static final String READ_ONLY = "0164020208726561646f6e6c79";
  private static final String SAVED = "01640801";
  private static final String NOT_APPLIED = "01640800";
  private static final String EMPTY_STEP_1 = "016400000100";
  private static final String EMPTY_STEP_2 = "01640001020000";
  private static final String HI_UPDATE = "016400020c" + HI;
  private static final String HI_STEP_2 = "016400010c" + HI;
  private static final int CLOSE = 8;

  private final FakeClock clock = new FakeClock();
  private final UnsteadyStorage storage = new UnsteadyStorage();
  private final Hooks hooks = new Hooks();
  private CollabApp app =
      new CollabApp(CollabApp.ANYWHERE, DocumentSettings.defaults(), storage, hooks);
  private final List<String> counted = new CopyOnWriteArrayList<>();
  private Gateway gateway = start(app);

  private Gateway start(CollabApp toRun) {
    return Gateway.builder()
        .lanes(2)
        .clock(clock)
        .instruments(new DocumentCounter(counted))
        .app(toRun)
        .start();
  }

  private void restart(Consumer<CollabSettings> change, Consumer<DocumentSettings> documents) {
    gateway.close();
    app =
        new CollabApp(
            CollabApp.ANYWHERE.with(change),
            DocumentSettings.defaults().with(documents),
            storage,
            hooks);
    gateway = start(app);
  }

  @AfterEach
  void stop() {
    storage.gate.countDown();
    gateway.close();
  }

  private Editor connect() {
    return new Editor(gateway.port(Objects.requireNonNull(app.endpoint)));
  }

  private Documents documents() {
    return Objects.requireNonNull(app.documents);
  }

  /// Decides as it is told to, and notes what it hears.
  private static final class Hooks implements DocumentHooks {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Access> access =
        new AtomicReference<>(Access.READ_WRITE);
    private final AtomicReference<@Nullable AccessDeniedException> denial = new AtomicReference<>();
    private volatile CountDownLatch decision = new CountDownLatch(0);

    @Override
    public Access authenticate(Entrance entrance) throws AccessDeniedException {
      heard.add("authenticate " + entrance.token() + " " + entrance.providerVersion());
      try {
        decision.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      AccessDeniedException denied = denial.get();
      if (denied != null) {
        throw denied;
      }
      return Objects.requireNonNull(access.get());
    }

    @Override
    public void connected(Participant participant) {
      heard.add("connected " + participant.document());
    }

    @Override
    public void changed(String document, byte[] update, @Nullable Participant by) {
      heard.add("changed " + document + (by == null ? " by this program" : ""));
    }

    @Override
    public void stored(String document) {
      heard.add("stored " + document);
    }

    @Override
    public void stateless(Participant participant, String payload) {
      participant.sendStateless("heard " + payload);
    }

    @Override
    public void disconnected(Participant participant) {
      heard.add("disconnected " + participant.document());
    }
  }

  /// Lets time pass until something has happened: a deadline may be set a moment after that is seen which it
  /// follows.
  private void pass(Duration step, Callable<Boolean> until) {
    await()
        .until(() -> {
          clock.advance(step);
          return until.call();
        });
  }

  private void awaitHeard(String what) {
    await().until(() -> hooks.heard.contains(what));
  }

  // ---- coming in ----

  @Test
  void theOrderAtConnectIsThatOfTheReference() {
    try (Editor editor = connect()) {
      editor.say("01 64 02 00 03 746f6b"); // the token "tok"
      editor.say("01 64 00 00 01 00"); // what it has: nothing
      editor.say("01 64 01 06 01 01 00 02 7b7d"); // a cursor with clock 0

      assertThat(editor.hear()).isEqualTo(READ_WRITE);
      assertThat(editor.hear()).isEqualTo(EMPTY_STEP_1);
      assertThat(editor.hear()).isEqualTo(EMPTY_STEP_2);
      editor.say("01 64 00 01 02 0000");
      assertThat(editor.hear()).isEqualTo(SAVED);
    }
    assertThat(hooks.heard).startsWith("authenticate tok null", "connected d");
  }

  @Test
  void whatIsSaidBeforeTheDecisionIsHeardAfterIt() {
    hooks.decision = new CountDownLatch(1);
    try (Editor editor = connect()) {
      editor.say("01 64 02 00 03 746f6b").say(HI_UPDATE).say("01 64 00 00 01 00");
      assertThat(documents().size()).isZero();
      hooks.decision.countDown();

      assertThat(editor.hear()).isEqualTo(READ_WRITE);
      assertThat(editor.hear()).isEqualTo(HI_UPDATE);
      assertThat(editor.hear()).isEqualTo(SAVED);
      assertThat(editor.hear()).isEqualTo("0164000003010102");
      assertThat(editor.hear()).isEqualTo(HI_STEP_2);
    }
  }

  @Test
  void whoeverIsDeniedMayTryAgainOnTheSameSocket() {
    hooks.denial.set(AccessDeniedException.because("permission-denied"));
    try (Editor editor = connect()) {
      editor.say("01 64 02 00 03 746f6b").say(HI_UPDATE);
      assertThat(editor.hear())
          .isEqualTo("0164 02 01 11".replace(" ", "") + text("permission-denied").substring(2));

      // Version 3 of the reference never looks at a second token.
      hooks.denial.set(null);
      editor.enter();
      assertThat(editor.ask())
          .as("what came with the denied token is gone")
          .isEqualTo(EMPTY_STEP_2);
    }
  }

  @Test
  void aHookThatThrowsDenies() {
    hooks.access.set(null);
    try (Editor editor = connect()) {
      editor.say("01 64 02 00 00");
      assertThat(editor.hear()).isEqualTo("01640201" + text("permission-denied"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void aDocumentNeedsAName(String name) {
    try (Editor editor = connect()) {
      editor.say(text(name) + "02 00 00");
      assertThat(editor.hear()).isEqualTo(text(name) + "0201" + text("a document needs a name"));
    }
  }

  @Test
  void theDocumentIsNamedByWhatStandsBeforeTheSession() {
    String address = text("d\0" + "session");
    try (Editor one = connect();
        Editor other = connect().enter()) {
      one.say(address + "02 00" + text("tok") + text("4.1.0"));
      assertThat(one.hear()).isEqualTo(address + READ_WRITE.substring(4));
      one.say(address + "00 02 0c" + HI);

      assertThat(one.hear()).isEqualTo(address + "00020c" + HI);
      assertThat(one.hear()).isEqualTo(address + "0801");
      assertThat(other.hear()).isEqualTo(HI_UPDATE);
    }
    assertThat(hooks.heard).contains("authenticate tok 4.1.0");
  }

  @Test
  void severalDocumentsShareASocket() {
    try (Editor editor = connect().enter()) {
      editor.say("01 65 02 00 00");
      assertThat(editor.hear()).isEqualTo("0165" + READ_WRITE.substring(4));
      editor.say("01 65 00 02 0c" + HI);
      assertThat(editor.hear()).isEqualTo("016500020c" + HI);
      assertThat(editor.hear()).isEqualTo("01650801");
      assertThat(editor.ask()).isEqualTo(EMPTY_STEP_2);
    }
  }

  @Test
  void aLaterTokenIsLookedAtToo() {
    try (Editor editor = connect().enter()) {
      hooks.access.set(Access.READ_ONLY);
      editor.say("01 64 02 00 01 32");
      assertThat(editor.hear()).isEqualTo(READ_ONLY);
      hooks.denial.set(AccessDeniedException.because("gone"));
      editor.say("01 64 02 00 01 33");
      assertThat(editor.hear()).isEqualTo("01640201" + text("gone"));
      assertThat(editor.hear()).isEqualTo("016407" + text("Forbidden"));
    }
  }

  @Test
  void whoMayNoLongerBeThereIsSentAwayAndWhoCannotBeAskedAboutStays() {
    try (Editor editor = connect().enter()) {
      assertThat(editor.ask()).isEqualTo(EMPTY_STEP_2);
      hooks.denial.set(AccessDeniedException.unknown("timeout"));
      clock.advance(Duration.ofMinutes(5).plusMillis(50));
      await()
          .until(
              () -> hooks.heard.stream().filter(it -> it.startsWith("authenticate")).count() == 2);
      assertThat(editor.ask()).isEqualTo(EMPTY_STEP_2);

      hooks.denial.set(AccessDeniedException.because("permission-denied"));
      clock.advance(Duration.ofMinutes(5).plusMillis(50));
      assertThat(editor.hear()).isEqualTo("01640201" + text("permission-denied"));
      assertThat(editor.hear()).isEqualTo("016407" + text("Forbidden"));
    }
  }

  // ---- changes ----

  @Test
  void aChangeIsToldToAllAndAnsweredToItsAuthor() {
    try (Editor author = connect().enter();
        Editor other = connect().enter()) {
      author.say(HI_UPDATE);
      assertThat(author.hear()).isEqualTo(HI_UPDATE);
      assertThat(author.hear()).isEqualTo(SAVED);
      assertThat(other.hear()).isEqualTo(HI_UPDATE);

      author.say(HI_UPDATE); // again: nothing changes, and it is answered
      assertThat(author.hear()).isEqualTo(SAVED);
    }
  }

  @Test
  void whoeverMayOnlyReadIsToldWhetherWhatItHasIsThere() {
    hooks.access.set(Access.READ_ONLY);
    try (Editor reader = connect()) {
      reader.say("01 64 02 00 00");
      assertThat(reader.hear()).isEqualTo(READ_ONLY);
      reader.say("01 64 00 01 02 0000");
      assertThat(reader.hear()).isEqualTo(SAVED);
      reader.say(HI_STEP_2);
      assertThat(reader.hear()).isEqualTo(NOT_APPLIED);
      reader.say(HI_UPDATE);
      assertThat(reader.hear()).isEqualTo(NOT_APPLIED);
      assertThat(reader.ask()).isEqualTo(EMPTY_STEP_2);
    }
  }

  /// The reference says that it was applied.
  @Test
  void aChangeThatIsNoneIsNotApplied() {
    try (Editor editor = connect().enter()) {
      editor.say("01 64 00 02 03 ffffff");
      assertThat(editor.hear()).isEqualTo(NOT_APPLIED);
      assertThat(editor.ask()).isEqualTo(EMPTY_STEP_2);
    }
  }

  @Test
  void thisProgramMayChangeADocumentThatIsOpenOrNot() {
    documents().edit("d", doc -> doc.text("t").insert(0, "A"));
    try (Editor editor = connect().enter()) {
      documents().edit("d", doc -> doc.text("t").insert(1, "B"));
      assertThat(editor.hear()).startsWith("01640002");
      var read = new AtomicReference<String>();
      documents().read("d", doc -> read.set(doc.text("t").toString()));
      assertThat(read).hasValue("AB");
    }
    assertThat(hooks.heard).contains("changed d by this program");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> documents().edit(" ", doc -> {}))
        .withMessage("a document needs a name");
  }

  // ---- cursors ----

  @Test
  void cursorsAreToldToAllTheirOwnerIncluded() {
    try (Editor editor = connect().enter();
        Editor other = connect().enter()) {
      editor.say("01 64 01 06 01 07 01 02 7b7d");
      assertThat(editor.hear()).isEqualTo("01640106010701027b7d");
      assertThat(other.hear()).isEqualTo("01640106010701027b7d");
    }
  }

  @Test
  void whoComesLaterHearsOfThemBeforeAllElse() {
    try (Editor editor = connect().enter()) {
      editor.say("01 64 01 06 01 07 01 02 7b7d");
      editor.hear();
      try (Editor other = connect().enter()) {
        assertThat(other.hear()).isEqualTo("01640106010701027b7d");
      }
    }
  }

  @Test
  void withTheirOwnerTheyAreGone() {
    try (Editor other = connect().enter()) {
      try (Editor editor = connect().enter()) {
        editor.say("01 64 01 06 01 07 01 02 7b7d");
        other.hear();
      }
      assertThat(other.hear()).isEqualTo("01640108010701046e756c6c");
    }
  }

  @Test
  void theyGoWithoutASignOfLifeForHalfAMinute() {
    try (Editor editor = connect().enter()) {
      editor.say("01 64 01 06 01 07 01 02 7b7d");
      editor.hear();
      pass(Duration.ofSeconds(31), editor.socket()::hasInput);
      assertThat(editor.hear()).isEqualTo("01640108010701046e756c6c");
    }
  }

  /// The reference leaves the question without an answer.
  @Test
  void whoeverAsksForThemGetsThem() {
    try (Editor editor = connect().enter()) {
      editor.say("01 64 03");
      assertThat(editor.hear()).isEqualTo("01640101" + "00");
    }
  }

  // ---- beside the document ----

  @Test
  void statelessMessagesGoToTheHook() {
    try (Editor editor = connect().enter()) {
      editor.say("01 64 05" + text("ping"));
      assertThat(editor.hear()).isEqualTo("016405" + text("heard ping"));
    }
  }

  @Test
  void whoLeavesADocumentHearsSoAndKeepsItsSocket() {
    try (Editor editor = connect().enter()) {
      editor.say("01 64 07");
      assertThat(editor.hear()).isEqualTo("016407" + text("provider_initiated"));
      awaitHeard("disconnected d");
      editor.enter();
    }
  }

  // ---- bad input ----

  @ParameterizedTest
  @CsvSource({
    "ff, 4401",
    "0564, 4401",
    "02c328, 4401",
    "0164, 4205",
    "016402, 4205",
    "01640200ff, 4205"
  })
  void aFrameThatIsNoneEndsTheSocket(String frame, int code) {
    try (Editor editor = connect().say(frame)) {
      RawSocket.Frame end = editor.socket().readFrame();
      assertThat(end.opcode()).isEqualTo(CLOSE);
      assertThat(end.closeCode()).isEqualTo(code);
    }
  }

  /// 4 and 6 are said between servers, and version 3 of the reference obeys a client that says them; 9 is for servers.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "04 00 00",
        "06 01 61",
        "08 01",
        "09",
        "0b",
        "ff7f",
        "00 03 01 00",
        "00 00 ff",
        "01 ff",
        "05 02 61"
      })
  void aMessageThatIsNoneEndsTheDocumentAlone(String message) {
    try (Editor editor = connect().enter()) {
      editor.say("01 65 02 00 00");
      editor.hear();
      editor.say("01 64" + message);
      assertThat(editor.hear()).isEqualTo("016407" + text("Reset Connection"));
      editor.say("01 65 03");
      assertThat(editor.hear()).isEqualTo("0165010100");
    }
  }

  /// The reference takes it for a broken address.
  @Test
  void aPongOfVersion4IsNoFrame() {
    try (Editor editor = connect()) {
      editor.say("0a").enter();
    }
  }

  @Test
  void tooMuchBeforeTheDecisionEndsTheSocket() {
    restart(to -> to.maxWaitingFrames = 3, to -> {});
    hooks.decision = new CountDownLatch(1);
    try (Editor editor = connect().say("01 64 02 00 00")) {
      for (int i = 0; i < 4; i++) {
        editor.say(HI_UPDATE);
      }
      assertThat(editor.socket().readFrame().closeCode()).isEqualTo(4205);
    } finally {
      hooks.decision.countDown();
    }
  }

  @Test
  void tooManyDocumentsEndTheSocket() {
    restart(to -> to.maxDocuments = 1, to -> {});
    try (Editor editor = connect().enter().say("01 65 02 00 00")) {
      assertThat(editor.socket().readFrame().closeCode()).isEqualTo(4205);
    }
  }

  @Test
  void whoGetsIntoNoDocumentInTimeIsSentAway() {
    try (Editor editor = connect().say("01 64 03")) {
      pass(Duration.ofSeconds(31), editor.socket()::hasInput);
      RawSocket.Frame frame = editor.socket().readFrame();
      assertThat(frame.opcode() == CLOSE ? frame.closeCode() : 0).isEqualTo(4408);
    }
  }

  @Test
  void whoDoesNotAnswerPingsIsGone() {
    restart(to -> to.pingInterval = Duration.ofSeconds(30), to -> {});
    try (Editor editor = connect().enter()) {
      assertThat(editor.ask()).isEqualTo(EMPTY_STEP_2);
      clock.advance(Duration.ofSeconds(31));
      assertThat(editor.socket().readFrame().opcode()).as("a ping").isEqualTo(9);
      pass(Duration.ofSeconds(31), editor.socket()::isClosedByServer);
      awaitHeard("disconnected d");
    }
  }

  @Test
  void aPlainRequestIsGreeted() {
    try (RawSocket client = RawSocket.connect(gateway.port(Objects.requireNonNull(app.endpoint)))) {
      assertThat(client.request("GET", "/any/path").readResponse().text())
          .isEqualTo("Welcome to Hocuspocus!");
    }
  }

  // ---- storing ----

  @Test
  void changesAreStoredWhenNobodyHasTypedForAWhile() {
    try (Editor editor = connect().enter().say(HI_UPDATE)) {
      assertThat(editor.ask()).isEqualTo(HI_STEP_2);
      assertThat(storage.load("d").updates()).isEmpty();
      pass(Duration.ofSeconds(5).plusMillis(50), () -> hooks.heard.contains("stored d"));
      assertThat(storage.load("d").updates()).hasSize(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLastToLeaveHasThemStoredAtOnceAndTheDocumentIsFoundAgain() {
    try (Editor editor = connect().enter().say(HI_UPDATE)) {
      assertThat(editor.ask()).isEqualTo(HI_STEP_2);
    }
    await().until(() -> documents().size() == 0);
    try (Editor editor = connect().enter()) {
      assertThat(editor.ask()).isEqualTo(HI_STEP_2);
    }
  }

  @Test
  void aDurableAnswerComesWhenTheChangeIsStored() {
    restart(to -> {}, to -> to.ack = Acknowledgement.DURABLE);
    try (Editor editor = connect().enter()) {
      assertThat(editor.ask()).isEqualTo(EMPTY_STEP_2);
      storage.gate = new CountDownLatch(1);
      editor.say(HI_UPDATE);
      assertThat(editor.hear()).isEqualTo(HI_UPDATE);
      assertThat(editor.ask()).as("no answer yet").isEqualTo(HI_STEP_2);
      storage.gate.countDown();
      assertThat(editor.hear()).isEqualTo(SAVED);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStorageThatFailsIsToldAndTriedAgain(boolean answers) {
    restart(to -> {}, to -> to.ack = Acknowledgement.DURABLE);
    try (Editor editor = connect().enter()) {
      assertThat(editor.ask()).isEqualTo(EMPTY_STEP_2);
      if (answers) {
        storage.failing = true;
      } else {
        storage.gate = new CountDownLatch(1);
      }
      editor.say(HI_UPDATE);
      assertThat(editor.hear()).isEqualTo(HI_UPDATE);
      if (!answers) {
        assertThat(editor.ask()).isEqualTo(HI_STEP_2);
        pass(Duration.ofMillis(1600), editor.socket()::hasInput);
      }
      assertThat(editor.hear()).isEqualTo("016405" + text("{\"carillon\":\"not-saved\"}"));
      assertThat(editor.hear()).isEqualTo(NOT_APPLIED);
      storage.failing = false;
      storage.gate.countDown();
      pass(Duration.ofMillis(1100), editor.socket()::hasInput);
      assertThat(editor.hear()).isEqualTo("016405" + text("{\"carillon\":\"saved\"}"));
      assertThat(editor.hear()).isEqualTo(SAVED);
    }
  }

  @Test
  void aDocumentThatIsNotStoredStaysInMemory() {
    try (Editor editor = connect().enter().say(HI_UPDATE)) {
      assertThat(editor.ask()).isEqualTo(HI_STEP_2);
      storage.failing = true;
    }
    awaitHeard("disconnected d");
    await().until(() -> documents().storeFailures() > 0);
    assertThat(documents().size()).isOne();
    storage.failing = false;
    pass(Duration.ofMillis(1100), () -> documents().size() == 0);
  }

  @Test
  void whatBecomesOfADocumentIsCounted() {
    storage.failing = true;
    try (Editor editor = connect().enter()) {
      assertThat(editor.hear()).startsWith("01640201");
    }
    await().until(() -> documents().size() == 0);
    storage.failing = false;
    assertThat(counted).contains("failed");
    counted.clear();

    documents().edit("d", doc -> doc.text("t").insert(0, "hi"));
    pass(Duration.ofSeconds(1), () -> documents().size() == 0);

    assertThat(counted).hasSize(4).containsSubsequence("opened", "changed", "closed");
    assertThat(counted).anyMatch(event -> event.matches("stored [1-9]\\d*"));
  }

  @Test
  void aDocumentThatCannotBeLoadedIsRefusedAndLoadedOnceItCan() {
    storage.failing = true;
    try (Editor editor = connect().enter()) {
      assertThat(editor.hear()).isEqualTo("01640201" + text("document cannot be loaded"));
      storage.failing = false;
      editor.enter();
    }
  }

  @Test
  void aDamagedDocumentIsServedAsFarAsItCanBeReadAndNotChanged() throws Exception {
    storage.append("d", HexFormat.of().parseHex(HI));
    storage.append("d", new byte[] {1, 2, 3});
    try (Editor editor = connect().enter()) {
      assertThat(editor.ask()).isEqualTo(HI_STEP_2);
      editor.say("01 64 00 02" + "0e" + "0102020044010102016101" + "7900" + "00");
      assertThat(editor.hear()).isEqualTo(NOT_APPLIED);
    }
    await().until(() -> documents().size() == 0);
    assertThat(storage.load("d").updates()).hasSize(2);
  }

  @Test
  void aStopStoresWhatIsNotStored() throws Exception {
    try (Editor editor = connect().enter().say(HI_UPDATE)) {
      assertThat(editor.ask()).isEqualTo(HI_STEP_2);
      gateway.close();
      assertThat(storage.load("d").updates()).hasSize(1);
    }
  }

  @Test
  void aDocumentInManyPiecesIsPutTogetherWhenEverybodyHasLeft() throws Exception {
    Doc writer = new Doc();
    writer.onUpdate((update, transaction) -> {
      try {
        storage.append("d", update);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    for (int i = 0; i < 40; i++) {
      writer.text("t").insert(i, "x");
    }
    try (Editor editor = connect().enter()) {
      assertThat(editor.ask()).startsWith("01640001");
    }
    await().until(() -> documents().size() == 0);
    assertThat(storage.load("d").updates()).hasSize(1);
  }

  // ---- y-websocket ----

  @Test
  void yWebSocketHasTheDocumentInItsPath() {
    try (Editor editor = connect().enter();
        Editor plain =
            new Editor(gateway.port(Objects.requireNonNull(app.endpoint)), "/ws/d?token=secret")) {
      assertThat(plain.hear()).as("asked right away").isEqualTo("00000100");
      plain.say("00 00 01 00");
      assertThat(plain.hear()).isEqualTo("0001020000");
      plain.say("00 02 0c" + HI);
      assertThat(plain.hear()).isEqualTo("00020c" + HI);
      assertThat(editor.hear()).isEqualTo(HI_UPDATE);
      plain.say("00 00 01 00");
      assertThat(plain.hear()).as("no word of saving").isEqualTo("00010c" + HI);
    }
    assertThat(hooks.heard).contains("authenticate secret null");
  }

  @Test
  void whoMayNotHaveItsDocumentIsSentAwayFromYWebSocket() {
    hooks.denial.set(AccessDeniedException.because("no"));
    try (Editor plain =
        new Editor(gateway.port(Objects.requireNonNull(app.endpoint)), "/ws/d?token=wrong")) {
      RawSocket.Frame end = plain.socket().readFrame();
      assertThat(end.opcode()).isEqualTo(CLOSE);
      assertThat(end.closeCode()).isEqualTo(4403);
    }
  }
}
