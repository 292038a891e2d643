/** A chart whose services take their own registry before the one of all, for examples of rules. */
export const EXAMPLE_CHART: Readonly<Record<string, string>> = {
  'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersion: "1.4.0"\n',
  'charts/shop/templates/web.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: {{ .Values.web.image.registry | default .Values.global.imageRegistry }}/{{ .Values.web.image.repository }}:{{ .Values.web.image.tag | default .Chart.AppVersion }}
`,
}

/** Its values. */
export const exampleValues = (image: Readonly<Record<string, string>>, global: string): string =>
  `global:\n  imageRegistry: ${global}\nweb:\n  image:\n${Object.entries(image)
    .map(([key, value]) => `    ${key}: ${value}\n`)
    .join('')}`
