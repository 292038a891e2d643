import { kustomizeImages } from '../../edit/kustomize/target.ts'
import type { EditTarget } from '../../edit/target.ts'
import type { Target } from '../../plan/target.ts'

/** What finds and edits the entries of a target; loaded only where a target is of that kind. */
export async function openKind({ kind }: Pick<Target, 'kind'>): Promise<EditTarget> {
  switch (kind) {
    case 'kustomize':
      return kustomizeImages
    case 'helm-values':
      return (await import('../../edit/helm/target.ts')).helmValues
    case 'manifest':
      return (await import('../../edit/manifest/target.ts')).manifestImages
    case 'argocd':
      return (await import('../../edit/argocd/target.ts')).argocdApplications
  }
}
