import type { Rule } from '../rule.ts'

/** What it finds is known when all other rules have run, so it is not its check that finds it (`findings/comments/`). */
export const unusedIgnore: Rule = {
  id: 'unused-ignore',
  title: 'A comment that is to keep findings quiet keeps nothing quiet',
  severity: 'notice',
  why: 'The fault that the comment was written for is gone, or the name of the rule is none. Left where it is, it hides the next fault of that kind from everybody, and tells readers of one that is not there.',
  example: {
    path: 'overlays/prod/kustomization.yaml',
    bad: 'images:\n  - name: web\n    newTag: v1.2.3 # ecr-gitops: ignore[image-mutable-tag] until the release\n',
    good: 'images:\n  - name: web\n    newTag: v1.2.3\n',
  },
  check: () => [],
}
