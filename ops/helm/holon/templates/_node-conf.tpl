{{/* The settings of the nodes of one workload, in HOCON. Secrets are files; nothing secret is in here. */}}
{{- define "holon.nodeConf" -}}
{{- $values := .root.Values -}}
{{- $database := $values.database -}}
# Written by the Helm chart.
holon {
  node {
    roles = {{ .workload.roles | toJson }}
    public-url = {{ include "holon.publicUrl" .root | quote }}
    scheduler-key = "/run/secrets/holon/keys/scheduler.json"
    messenger-key = "/run/secrets/holon/keys/messenger.json"
    stop-within = {{ $values.shutdown.drainSeconds }}s
    # To standard error, where Kubernetes reads it.
    log-folder = ""
    log-format = {{ $values.logFormat }}
  }
  gateway { host = "0.0.0.0", port = 8734 }
  cluster {
    host = ${HOLON_POD_IP}
    port = 25520
    discovery = database
    lease = {{ $values.cluster.lease }}
    {{- if $values.cluster.tlsSecret }}
    tls {
      enabled = on
      key-file = "/run/secrets/holon/cluster/tls.key"
      certificate-file = "/run/secrets/holon/cluster/tls.crt"
      authority-file = "/run/secrets/holon/cluster/ca.crt"
    }
    {{- end }}
  }
  database {
    url = "jdbc:postgresql://{{ $database.host }}:{{ $database.port }}/{{ $database.name }}?sslmode={{ $database.sslMode }}
{{- if $database.caSecret.name }}&sslrootcert=/run/secrets/holon/database/ca.crt{{ end }}"
    user = {{ $database.user | quote }}
    password-file = "/run/secrets/holon/database/password"
  }
  # Prometheus reads the metrics of all nodes here, Kubernetes asks for the health of those without the role gateway.
  management { host = ${HOLON_POD_IP}, port = 8558 }
}
{{- if eq $values.cluster.lease "kubernetes" }}
pekko.coordination.lease.kubernetes {
  # A Lease of Kubernetes itself, not a custom resource.
  lease-class = "org.apache.pekko.coordination.lease.kubernetes.NativeKubernetesLease"
  namespace = {{ .root.Release.Namespace | quote }}
  heartbeat-timeout = 15s
  heartbeat-interval = 3s
}
{{- end }}
{{- with $values.extraConfig }}
{{ . }}
{{- end }}
{{- end -}}
