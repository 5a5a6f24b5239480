package dev.holon.simulation.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes connections on to a server of this machine that listens on loopback only, and can break
 * them. At most {@value #CONNECTIONS_MAX} at a time; more are closed at once.
 */
final class TcpRelay implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 1_000;
  private static final int BUFFER_BYTES = 32 << 10;
  private static final int CONNECT_MILLIS_MAX = 5_000;

  private final ServerSocket listener;
  private final int targetPort;
  private final Map<Socket, Socket> connections = new ConcurrentHashMap<>();

  private TcpRelay(ServerSocket listener, int targetPort) {
    this.listener = listener;
    this.targetPort = targetPort;
  }

  /** Listens at an address, on a free port. */
  static TcpRelay listen(String address, int targetPort) throws IOException {
    TcpRelay relay =
        new TcpRelay(new ServerSocket(0, 256, InetAddress.getByName(address)), targetPort);
    Thread.ofVirtual().start(relay::accept);
    return relay;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections that come from an address, with a reset; returns how many. */
  int reset(String address) {
    int count = 0;
    for (Map.Entry<Socket, Socket> connection : connections.entrySet()) {
      if (connection.getKey().getInetAddress().getHostAddress().equals(address)) {
        count++;
        reset(connection.getKey());
        reset(connection.getValue());
      }
    }
    return count;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (connections.size() >= CONNECTIONS_MAX) {
          client.close();
        } else {
          Thread.ofVirtual().start(() -> connect(client));
        }
      } catch (IOException e) {
        // The listener was closed, or one client left before it was taken: the loop decides.
      }
    }
  }

  private void connect(Socket client) {
    Socket server = new Socket();
    try {
      server.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), CONNECT_MILLIS_MAX);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      connections.put(client, server);
      Thread.ofVirtual().start(() -> copy(server, client, client));
      copy(client, server, client);
    } catch (IOException e) {
      // The server is away: the client learns of it as of a server that refuses connections.
      reset(client);
    }
  }

  /** Until one side ends; then both do. Nobody here closes just one direction. */
  private void copy(Socket from, Socket to, Socket client) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream input = from.getInputStream();
      OutputStream output = to.getOutputStream();
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        output.write(buffer, 0, count);
      }
    } catch (IOException e) {
      // One side is gone, or was reset: closing tells the other.
    } finally {
      connections.remove(client);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed already.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    connections.forEach(
        (client, server) -> {
          reset(client);
          reset(server);
        });
  }
}
