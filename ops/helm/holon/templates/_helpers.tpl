{{/* Names, labels and the node's settings, each written once. Workload templates are called with a dict: root, name, workload. */}}

{{- define "holon.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "holon.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "holon.labels" -}}
{{ include "holon.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "holon.workloadName" -}}
{{ include "holon.fullname" .root }}-{{ .name }}
{{- end -}}

{{- define "holon.workloadSelector" -}}
{{ include "holon.selector" .root }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "holon.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "holon.publicUrl" -}}
{{ .Values.publicUrl | default (printf "http://%s.%s.svc:8734" (include "holon.fullname" .) .Release.Namespace) }}
{{- end -}}

{{/* What the schema cannot say: together the workloads have all roles, and replicas are in order. */}}
{{- define "holon.check" -}}
{{- $roles := list -}}
{{- range $name, $workload := .Values.workloads -}}
{{- if $workload.enabled -}}
{{- $roles = concat $roles $workload.roles -}}
{{- with $workload.autoscaling -}}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) -}}
{{- fail (printf "workloads.%s.autoscaling: minReplicas is %d, more than maxReplicas, %d" $name (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range list "scheduler" "compute" "messenger" "gateway" -}}
{{- if not (has . $roles) -}}
{{- fail (printf "workloads: no enabled one has the role %s" .) -}}
{{- end -}}
{{- end -}}
{{- if and (hasPrefix "verify-" .Values.database.sslMode) (not .Values.database.caSecret.name) -}}
{{- fail (printf "database.caSecret.name is empty, but database.sslMode %s needs a certificate" .Values.database.sslMode) -}}
{{- end -}}
{{- end -}}
