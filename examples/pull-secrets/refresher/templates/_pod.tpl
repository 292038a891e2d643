{{/* The pod of manifests/cronjob.yaml with what the values say. */}}
{{- define "ecr-pull-secrets.pod" -}}
{{- $cronjob := .Files.Get "manifests/cronjob.yaml" | fromYaml -}}
{{- $pod := $cronjob.spec.jobTemplate.spec.template -}}
{{- $container := first $pod.spec.containers -}}
{{- with .Values.image }}{{ $_ := set $container "image" . }}{{ end -}}
{{- with .Values.imagePullSecrets }}{{ $_ := set $pod.spec "imagePullSecrets" . }}{{ end -}}
{{- $folder := get (dict "irsa" "irsa" "secret" "access-keys") .Values.credentials.kind -}}
{{- if $folder -}}
{{- $patch := printf "credentials/%s/cronjob.yaml" $folder | .Files.Get | fromYaml -}}
{{- $added := $patch.spec.jobTemplate.spec.template.spec -}}
{{- $more := first $added.containers -}}
{{- range $more.env -}}
{{- with dig "valueFrom" "secretKeyRef" dict . }}{{ if . }}{{ $_ := set . "name" $.Values.credentials.secretName }}{{ end }}{{ end -}}
{{- end -}}
{{- $_ := set $container "env" (concat $more.env $container.env) -}}
{{- $_ := set $container "volumeMounts" (concat (default list $more.volumeMounts) $container.volumeMounts) -}}
{{- $_ := set $pod.spec "volumes" (concat (default list $added.volumes) $pod.spec.volumes) -}}
{{- end -}}
{{ toYaml $pod }}
{{- end -}}
