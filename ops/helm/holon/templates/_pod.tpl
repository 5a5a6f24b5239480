{{/* A node's pod. Restricted in the sense of the Pod Security Standards. */}}
{{- define "holon.podSpec" -}}
{{- $values := .root.Values -}}
serviceAccountName: {{ include "holon.fullname" .root }}
# Nodes find each other through PostgreSQL; Kubernetes they ask for the lease, if it has that.
automountServiceAccountToken: {{ eq $values.cluster.lease "kubernetes" }}
enableServiceLinks: false
{{- with $values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.topologySpread }}
topologySpreadConstraints:
  {{- range . }}
  - topologyKey: {{ .topologyKey }}
    maxSkew: {{ .maxSkew }}
    whenUnsatisfiable: {{ .whenUnsatisfiable }}
    labelSelector:
      matchLabels:
        {{- include "holon.workloadSelector" $ | nindent 8 }}
  {{- end }}
{{- end }}
terminationGracePeriodSeconds: {{ add $values.shutdown.preStopSeconds $values.shutdown.drainSeconds $values.shutdown.marginSeconds }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
containers:
  - name: holon
    image: {{ include "holon.image" .root }}
    imagePullPolicy: {{ $values.image.pullPolicy }}
    args: ["node", "--config", "/etc/holon/node.conf"]
    env:
      # The address that the other nodes reach this one at.
      - name: HOLON_POD_IP
        valueFrom:
          fieldRef:
            fieldPath: status.podIP
      {{- with $values.javaOptions }}
      - name: JDK_JAVA_OPTIONS
        value: {{ . | quote }}
      {{- end }}
    ports:
      - {name: http, containerPort: 8734, protocol: TCP}
      - {name: artery, containerPort: 25520, protocol: TCP}
      - {name: management, containerPort: 8558, protocol: TCP}
    # Nodes without the role gateway do not listen at the clients' port.
    {{- $port := has "gateway" .workload.roles | ternary "http" "management" }}
    startupProbe:
      httpGet: {path: /health/live, port: {{ $port }}}
      periodSeconds: 2
      timeoutSeconds: 2
      failureThreshold: {{ div (add $values.probes.startupSeconds 1) 2 }}
    readinessProbe:
      httpGet: {path: /health/ready, port: {{ $port }}}
      periodSeconds: {{ $values.probes.readinessPeriodSeconds }}
      timeoutSeconds: 3
      failureThreshold: 3
    livenessProbe:
      httpGet: {path: /health/live, port: {{ $port }}}
      periodSeconds: {{ $values.probes.livenessPeriodSeconds }}
      timeoutSeconds: 5
      failureThreshold: {{ $values.probes.livenessFailures }}
    lifecycle:
      preStop:
        sleep:
          seconds: {{ $values.shutdown.preStopSeconds }}
    resources:
      requests:
        cpu: {{ .workload.resources.cpu | quote }}
        memory: {{ .workload.resources.memory }}
        ephemeral-storage: {{ .workload.resources.ephemeralStorage }}
      limits:
        memory: {{ .workload.resources.memory }}
        ephemeral-storage: {{ .workload.resources.ephemeralStorage }}
    securityContext:
      runAsNonRoot: true
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    volumeMounts:
      - {name: tmp, mountPath: /tmp}
      - {name: config, mountPath: /etc/holon, readOnly: true}
      - {name: keys, mountPath: /run/secrets/holon/keys, readOnly: true}
      - {name: database, mountPath: /run/secrets/holon/database, readOnly: true}
      {{- if $values.cluster.tlsSecret }}
      - {name: cluster, mountPath: /run/secrets/holon/cluster, readOnly: true}
      {{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: {{ .workload.resources.ephemeralStorage }}
  - name: config
    configMap:
      name: {{ include "holon.workloadName" . }}
  # Read by the group that the node runs as, by nobody else.
  - name: keys
    secret:
      secretName: {{ $values.keys.secret }}
      defaultMode: 0440
      items:
        - {key: {{ $values.keys.scheduler }}, path: scheduler.json}
        - {key: {{ $values.keys.messenger }}, path: messenger.json}
  {{- with $values.cluster.tlsSecret }}
  - name: cluster
    secret:
      secretName: {{ . }}
      defaultMode: 0440
  {{- end }}
  - name: database
    projected:
      defaultMode: 0440
      sources:
        - secret:
            name: {{ $values.database.passwordSecret.name }}
            items:
              - {key: {{ $values.database.passwordSecret.key }}, path: password}
        {{- if $values.database.caSecret.name }}
        - secret:
            name: {{ $values.database.caSecret.name }}
            items:
              - {key: {{ $values.database.caSecret.key }}, path: ca.crt}
        {{- end }}
{{- end -}}
