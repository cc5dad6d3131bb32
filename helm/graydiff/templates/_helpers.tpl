{{- define "graydiff.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "graydiff.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "graydiff.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "graydiff.selectorLabels" -}}
app.kubernetes.io/name: {{ include "graydiff.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "graydiff.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "graydiff.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "graydiff.metadata" -}}
name: {{ include "graydiff.fullname" . }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "graydiff.labels" . | nindent 2 }}
{{- end -}}

{{- define "graydiff.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "graydiff.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "graydiff.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* "true" where the agents ask the Kubernetes API: a selector begins with k8s= or has it inside. */}}
{{- define "graydiff.usesKubernetes" -}}
{{- if eq (toString .Values.rbac.create) "true" -}}
true
{{- else if eq (toString .Values.rbac.create) "auto" -}}
{{- $uses := "" -}}
{{- range .Values.config.comparisons -}}
{{- range $selectors := list .baseline .canary -}}
{{- range (kindIs "string" $selectors | ternary (list $selectors) $selectors) -}}
{{- if regexMatch "(^|,)k8s=" . -}}{{- $uses = "true" -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $uses -}}
{{- end -}}
{{- end -}}

{{- define "graydiff.configFile" -}}
listen: ":{{ .Values.port }}"
{{ toYaml .Values.config }}
{{- end -}}

{{/* What replaces the pods when it changes; see rollOnConfigChange in values.yaml. */}}
{{- define "graydiff.configChecksum" -}}
{{- if .Values.rollOnConfigChange -}}
{{- include "graydiff.configFile" . | sha256sum -}}
{{- else -}}
{{- dict "port" .Values.port "budget" .Values.config.budget | toJson | sha256sum -}}
{{- end -}}
{{- end -}}

{{/* The fleet judge: names and labels that no selector of the agents matches. */}}
{{- define "graydiff.judge.selectorLabels" -}}
app.kubernetes.io/name: {{ include "graydiff.name" . | trunc 51 }}-fleet-judge
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "graydiff.judge.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "graydiff.judge.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "graydiff.judge.metadata" -}}
name: {{ include "graydiff.fullname" . | trunc 51 }}-fleet-judge
namespace: {{ .Release.Namespace }}
labels:
  {{- include "graydiff.judge.labels" . | nindent 2 }}
{{- end -}}

{{/*
An endpoint of a monitor: `monitor`, its values, and `job`, under which Prometheus knows what it
scrapes. Alerts and dashboards look for jobs with "graydiff" in their names, whatever the release is
called.
*/}}
{{- define "graydiff.endpoint" -}}
{{- $relabelings := list
  (dict "targetLabel" "job" "replacement" .job)
  (dict "sourceLabels" (list "__meta_kubernetes_pod_node_name") "targetLabel" "node") -}}
{{- $endpoint := dict "port" "http" "path" "/metrics" "relabelings" $relabelings
  "interval" .monitor.interval "scrapeTimeout" .monitor.scrapeTimeout -}}
{{- toYaml (mergeOverwrite $endpoint .monitor.endpoint) -}}
{{- end -}}

{{/* A monitor of the agents or of the fleet judge: `kind`, `endpoints` (the name of their list), `monitor`. */}}
{{- define "graydiff.monitor" -}}
apiVersion: monitoring.coreos.com/v1
kind: {{ .kind }}
metadata:
  {{- .metadata | nindent 2 }}
    {{- with .monitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- .selectorLabels | nindent 6 }}
  {{- with .monitor.spec }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{ .endpoints }}:
    -
      {{- include "graydiff.endpoint" . | nindent 6 }}
{{- end -}}

{{/* Both: `root`, `kind`, `endpoints`, `monitor`. */}}
{{- define "graydiff.monitors" -}}
{{- $agents := dict "job" "graydiff" "metadata" (include "graydiff.metadata" .root)
  "selectorLabels" (include "graydiff.selectorLabels" .root) -}}
{{- include "graydiff.monitor" (merge $agents .) }}
{{- if .root.Values.fleetJudge.enabled }}
{{- $judge := dict "job" "graydiff-fleet-judge" "metadata" (include "graydiff.judge.metadata" .root)
  "selectorLabels" (include "graydiff.judge.selectorLabels" .root) }}
---
{{ include "graydiff.monitor" (merge $judge .) }}
{{- end }}
{{- end -}}
