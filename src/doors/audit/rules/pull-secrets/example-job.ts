/** The job of examples that makes pull secrets, with the lines of its script. */
export function exampleJob(schedule: string, lines: readonly string[]): string {
  return `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ecr-login
  namespace: web
spec:
  schedule: "${schedule}"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: ecr-login
              image: 465002806239.dkr.ecr.eu-west-1.amazonaws.com/tools/aws-kubectl:2.35.11
              command:
                - /bin/sh
                - -c
                - |
                  ${lines.join('\n                  ')}
`
}

/** Takes a password of ECR, for the lines behind it. */
export const TAKE_PASSWORD = 'PASSWORD=$(aws ecr get-login-password --region eu-west-1)'
