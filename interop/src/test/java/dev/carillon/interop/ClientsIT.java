package dev.carillon.interop;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Each file of JavaScript tests as one factory, each of its tests as one JUnit test.
final class ClientsIT {

  @TestFactory
  Stream<DynamicNode> handshakesFollowEngineIo() throws IOException, InterruptedException {
    return new NodeFile("conformance/handshake.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> pollingFollowsEngineIo() throws IOException, InterruptedException {
    return new NodeFile("conformance/polling.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> webSocketsFollowEngineIo() throws IOException, InterruptedException {
    return new NodeFile("conformance/websocket.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> heartbeatsFollowEngineIo() throws IOException, InterruptedException {
    return new NodeFile("conformance/heartbeat.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> upgradesFollowEngineIo() throws IOException, InterruptedException {
    return new NodeFile("conformance/upgrade.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> packetsFollowSocketIo() throws IOException, InterruptedException {
    return new NodeFile("conformance/socketio.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> officialClientIsEchoed() throws IOException, InterruptedException {
    return new NodeFile("official/echo.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> officialClientReceivesItsRecords() throws IOException, InterruptedException {
    return new NodeFile("official/loomio.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> officialClientRecovers() throws IOException, InterruptedException {
    return new NodeFile("official/recovery.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> officialClientIsServedWithoutRedis()
      throws IOException, InterruptedException {
    return new NodeFile("official/embedded.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> officialClientSurvivesOperations() throws IOException, InterruptedException {
    return new NodeFile("official/operations.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> nodesKnowEachOther() throws IOException, InterruptedException {
    return new NodeFile("nodes/nodes.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> toggosClientsAreServed() throws IOException, InterruptedException {
    return new NodeFile("toggo/protocol.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> toggosEventsComeInBatches() throws IOException, InterruptedException {
    return new NodeFile("toggo/batches.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> toggosTokensAreChecked() throws IOException, InterruptedException {
    return new NodeFile("toggo/access.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> toggosGatewaysShareOneRedis() throws IOException, InterruptedException {
    return new NodeFile("toggo/nodes.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> eclipsesClientsAreServed() throws IOException, InterruptedException {
    return new NodeFile("eclipse/protocol.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> eclipsesWebAppMayFail() throws IOException, InterruptedException {
    return new NodeFile("eclipse/trouble.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> eclipsesGatewaysShareOneRedis() throws IOException, InterruptedException {
    return new NodeFile("eclipse/nodes.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> upstashClientPublishes() throws IOException, InterruptedException {
    return new NodeFile("official/upstash.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> editorsOfAllKindsWriteOneDocument() throws IOException, InterruptedException {
    return new NodeFile("collab/providers.test.mjs").run();
  }

  @TestFactory
  Stream<DynamicNode> browserIsServedAcrossOrigins() throws IOException, InterruptedException {
    return new NodeFile("browser/browser.test.mjs").run();
  }
}
