import { locateTarget } from '../../config-repository/overlay.ts'
import type { Survey } from '../../config-repository/survey.ts'
import type { ConfigFile, EditTarget } from '../../edit/target.ts'
import type { Deployment } from '../../plan/deployment.ts'
import type { Target } from '../../plan/target.ts'
import type { JudgePorts } from '../proposal.ts'

/** The file of a target, and what it takes to find an entry in it. */
export interface TargetFile {
  readonly file: ConfigFile
  readonly kind: EditTarget
}

/** @throws StepError where the target has no one file that can be read. */
export async function targetFile(
  survey: Survey,
  target: Target,
  { kindOf, placeAt, onFile }: Pick<JudgePorts, 'kindOf' | 'placeAt' | 'onFile'>,
): Promise<TargetFile> {
  await onFile?.()
  const file = locateTarget(survey, target, placeAt(survey.tip))
  return { file, kind: await kindOf({ ...target, path: file.path }) }
}

/** What the file of a target knows the image by. */
export const keyOf = ({ key }: Target, { name }: Pick<Deployment, 'name'>): string => key ?? name
