/** A service account for the page of a rule, with the role of its pods. */
export const exampleAccount = (arn: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  annotations:
    eks.amazonaws.com/role-arn: ${arn}
`
