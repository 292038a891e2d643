/** A pod for the page of a rule, with one image in it. */
export const examplePod = (image: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ${image}
`
