{{/* The settings of the nodes of one workload, in HOCON. Secrets are files; nothing secret is in here. */}}
{{- define "holon.nodeConf" -}}
{{- $values := .root.Values -}}
{{- $database := $values.database -}}
# Written by the Helm chart.
holon.node {
  roles = {{ .workload.roles | toJson }}
  url = {{ include "holon.publicUrl" .root | quote }}
  http { host = "0.0.0.0", port = 8734 }
  cluster { host = ${HOLON_POD_IP}, port = 25520 }
  management { port = 8558 }
  database {
    url = "jdbc:postgresql://{{ $database.host }}:{{ $database.port }}/{{ $database.name }}?sslmode={{ $database.sslMode }}
{{- if $database.caSecret.name }}&sslrootcert=/run/secrets/holon/database/ca.crt{{ end }}"
    user = {{ $database.user | quote }}
    password-file = "/run/secrets/holon/database/password"
  }
  keys {
    scheduler = "/run/secrets/holon/keys/scheduler.json"
    messenger = "/run/secrets/holon/keys/messenger.json"
  }
}
pekko.cluster.app-version = {{ .root.Chart.AppVersion | quote }}
{{- with $values.extraConfig }}
{{ . }}
{{- end }}
{{- end -}}
