package dev.holon.node;

import com.typesafe.config.Config;
import dev.holon.cluster.ClusterSettings;
import dev.holon.cluster.ClusterSettings.Joining;
import dev.holon.cluster.ClusterSettings.LeaseKind;
import dev.holon.cluster.ClusterSettings.Place;
import dev.holon.cluster.ClusterSettings.TransportKeys;
import dev.holon.cluster.Role;
import dev.holon.cluster.TransportContext;
import dev.holon.core.compute.CheckpointSettings;
import dev.holon.core.messenger.ChainLimits;
import dev.holon.gateway.GatewaySettings;
import dev.holon.gateway.SettingsReader;
import dev.holon.gateway.UnitSettings;
import dev.holon.gateway.remote.RemoteSettings;
import dev.holon.node.settlement.SettlementSettings;
import dev.holon.persistence.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All settings of a node that an operator runs, read once and checked whole; what each means stands
 * in the {@code reference.conf} of its module.
 *
 * @param arweave empty: the node does not reach Arweave
 * @param settlement empty: logs do not settle
 * @param keys files of the wallets
 * @param publicUrl where clients reach the cluster; empty: at this node
 */
record NodeSettings(
    ClusterSettings cluster,
    Duration memberFreshness,
    DatabaseSettings database,
    GatewaySettings gateway,
    RemoteSettings remotes,
    CheckpointSettings checkpoints,
    ChainLimits chains,
    Optional<Arweave.Settings> arweave,
    Optional<SettlementSettings> settlement,
    KeyFiles keys,
    Optional<String> publicUrl,
    Management management,
    Log log) {

  /** The wallets' files; the same wallets on each node. */
  record KeyFiles(Path scheduler, Path messenger) {}

  /** Where the node is watched: its metrics, its health and the cluster's members. */
  record Management(String host, int port) {}

  /**
   * Where the log goes.
   *
   * @param folder of {@code holon.log}; empty: to standard error
   */
  record Log(String folder, LogFormat format) {}

  private static final List<String> ROLES =
      EnumSet.allOf(Role.class).stream().map(Role::text).toList();
  private static final Duration STOP_MIN = Duration.ofSeconds(2);
  private static final Duration FRESHNESS_MIN = Duration.ofSeconds(5);

  /** When checkpoints are taken: {@code holon.checkpoints}. */
  static CheckpointSettings checkpoints(Config config) {
    Config checkpoints = config.getConfig("holon.checkpoints");
    return new CheckpointSettings(
        checkpoints.getInt("evaluation-count"),
        checkpoints.getDuration("interval"),
        checkpoints.getInt("keep-count"),
        checkpoints.getBytes("size-max"));
  }

  /** What one cause may set off: {@code holon.messenger.chains}. */
  static ChainLimits chains(Config config) {
    Config chains = config.getConfig("holon.messenger.chains");
    return new ChainLimits(
        chains.getInt("fan-out-max"),
        chains.getInt("depth-max"),
        chains.getLong("entries-max"),
        chains.getInt("per-second"),
        chains.getInt("burst"));
  }

  /**
   * Reads all settings.
   *
   * @throws StartFailure listing all faults with their paths
   */
  static NodeSettings of(Config config) throws StartFailure {
    SettingsReader node = SettingsReader.at(config, "holon.node");
    SettingsReader cluster = node.beside(ClusterSettings.PATH);
    SettingsReader gateway = node.beside(UnitSettings.PATH);
    SettingsReader management = node.beside("holon.management");
    Optional<Optional<SettlementSettings>> settlement =
        node.collect(() -> SettlementSettings.of(config));
    Optional<DatabaseSettings> database = database(node.beside("holon.database"));
    Optional<ClusterSettings> members =
        clusterSettings(cluster, roles(node, settlement), node.time("stop-within", STOP_MIN));
    String gatewayHost = gateway.text("host");
    int gatewayPort = gateway.port("port");
    Optional<GatewaySettings> http =
        node.collect(() -> GatewaySettings.at(gatewayHost, gatewayPort, UnitSettings.of(config)));
    Optional<RemoteSettings> remotes = node.collect(() -> RemoteSettings.of(config));
    Optional<CheckpointSettings> checkpoints = node.collect(() -> checkpoints(config));
    Optional<ChainLimits> chains = node.collect(() -> chains(config));
    Optional<Optional<Arweave.Settings>> arweave = node.collect(() -> Arweave.settings(config));
    KeyFiles keys = new KeyFiles(node.file("scheduler-key"), node.file("messenger-key"));
    List<String> publicUrl =
        node.text("public-url").isBlank()
            ? List.of()
            : List.of(node.url("public-url").map(Object::toString).orElse(""));
    Management place = new Management(management.text("host"), management.port("port"));
    Duration freshness = cluster.time("member-freshness", FRESHNESS_MIN);
    Log log =
        new Log(
            node.text("log-folder"), LogFormat.valueOf(node.word("log-format", LogFormat.names())));
    try {
      node.check();
    } catch (IllegalArgumentException e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
    return new NodeSettings(
        members.orElseThrow(),
        freshness,
        database.orElseThrow(),
        http.orElseThrow(),
        remotes.orElseThrow(),
        checkpoints.orElseThrow(),
        chains.orElseThrow(),
        arweave.orElseThrow(),
        settlement.orElseThrow(),
        keys,
        publicUrl.stream().findFirst(),
        place,
        log);
  }

  // A member of the cluster has the role settlement only if it can settle: the oldest one with that
  // role does it.
  private static Set<Role> roles(
      SettingsReader node, Optional<Optional<SettlementSettings>> settlement) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String text : node.texts("roles")) {
      Role.of(text)
          .ifPresentOrElse(
              roles::add,
              () -> node.fault("roles", "'" + text + "' is no role: expected some of " + ROLES));
    }
    if (settlement.isPresent() && settlement.get().isEmpty()) {
      roles.remove(Role.SETTLEMENT);
    }
    return roles;
  }

  private static Optional<ClusterSettings> clusterSettings(
      SettingsReader cluster, Set<Role> roles, Duration stopWithin) {
    String bindHost = cluster.text("bind-host");
    boolean bindsElsewhere = !cluster.text("bind-port").isBlank();
    Place place =
        new Place(
            cluster.text("host"),
            cluster.port("port"),
            bindHost.isBlank() ? Optional.empty() : Optional.of(bindHost),
            bindsElsewhere ? Optional.of(cluster.port("bind-port")) : Optional.empty());
    List<String> seeds = cluster.texts("seed-nodes");
    Joining joining =
        switch (cluster.word("discovery", List.of("database", "seeds", "alone"))) {
          case "seeds" -> new Joining.BySeeds(seeds);
          case "alone" -> new Joining.Alone();
          default -> new Joining.ByDatabase();
        };
    LeaseKind lease =
        cluster.word("lease", List.of("database", "kubernetes")).equals("kubernetes")
            ? LeaseKind.KUBERNETES
            : LeaseKind.DATABASE;
    Optional<TransportKeys> tls =
        cluster.flag("tls.enabled")
            ? Optional.of(
                new TransportKeys(
                    cluster.file("tls.key-file"),
                    cluster.file("tls.certificate-file"),
                    cluster.file("tls.authority-file")))
            : Optional.empty();
    // Else a node whose keys nobody can use would wait for its cluster in vain.
    tls.filter(NodeSettings::isThere)
        .ifPresent(keys -> cluster.collect(() -> TransportContext.read(keys)));
    return cluster.collect(
        () -> new ClusterSettings(place, roles, Version.text(), joining, lease, tls, stopWithin));
  }

  private static boolean isThere(TransportKeys keys) {
    return Stream.of(keys.key(), keys.certificate(), keys.authority()).allMatch(Files::isReadable);
  }

  private static Optional<DatabaseSettings> database(SettingsReader database) {
    String password = database.text("password-file").isBlank() ? "" : secret(database);
    String url = database.text("url");
    String user = database.text("user");
    int storeConnections = database.count("store-connections", 1);
    int journalConnections = database.count("journal-connections", 1);
    int resultWriters = database.count("result-writers", 1);
    int resultQueueMax = database.count("result-queue-max", 1);
    Duration connectTimeout = database.time("connect-timeout", Duration.ofMillis(250));
    boolean mayLose = database.flag("allow-data-loss");
    return database.collect(
        () ->
            new DatabaseSettings(
                url,
                user,
                password,
                storeConnections,
                journalConnections,
                resultWriters,
                resultQueueMax,
                connectTimeout,
                mayLose));
  }

  private static String secret(SettingsReader database) {
    Path file = database.file("password-file");
    try {
      return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      database.fault("password-file", "cannot be read: " + e.getMessage());
      return "";
    }
  }
}
