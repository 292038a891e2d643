import type { ChosenTarget, Survey } from '../../config-repository/survey.ts'
import { type Problem, StepError } from '../../errors/errors.ts'
import type { WantedImage } from '../../plan/deployment.ts'
import { TARGET_INPUTS, targetName } from '../../plan/target.ts'
import type { JudgePorts } from '../proposal.ts'
import { keyOf, targetFile } from './target-file.ts'

/** Nothing but globs, and none of their matches has the entry: a green run would have deployed nothing. */
export async function nowhere(
  survey: Survey,
  { image, matches }: { readonly image: WantedImage; readonly matches: readonly ChosenTarget[] },
  ports: Pick<JudgePorts, 'kindOf' | 'placeAt' | 'onFile'>,
): Promise<Problem> {
  const problem = nowhereAmong(image)
  for (const { target } of matches.slice(0, MOST_OPENED)) {
    const { file, kind } = await targetFile(survey, target, ports)
    const instead = tried(() => kind.open(file).absence(keyOf(target, image), image.repositoryUrl))
    if (!instead) continue
    const isOverlay = target.kind === 'kustomize'
    return {
      ...problem,
      message: `${problem.message}: ${instead.message}`,
      hint: isOverlay
        ? problem.hint
        : `${instead.hint} Or correct the pattern in ${TARGET_INPUTS[target.kind]}.`,
    }
  }
  return problem
}

/** What is wrong with the path in one of them is wrong in the others, too. */
const MOST_OPENED = 5

/** A file of another kind, or one that cannot be read, says nothing of what is meant. */
function tried(work: () => Problem): Problem | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof StepError) return undefined
    throw error
  }
}

function nowhereAmong({ name, targets }: WantedImage): Problem {
  const other = targets.filter(({ kind }) => kind !== 'kustomize')
  if (other.length === 0) {
    return {
      code: 'ENTRY_MISSING',
      inputs: ['name', 'overlays'],
      message: `no kustomization that matches ${targets.map(targetName).join(', ')} has an images entry named "${name}"`,
      hint: 'Set the input name to the image name in the manifests, correct the pattern in overlays, or add the entry to the overlays that are meant.',
    }
  }
  const inputs = [...new Set(targets.map(({ kind }) => TARGET_INPUTS[kind]))]
  return {
    code: 'ENTRY_MISSING',
    inputs,
    message: `no file that matches ${targets.map(targetName).join(', ')} has the image ${name} there`,
    hint: `Correct the pattern, or what follows its #, in ${inputs.join(' and ')}; or add it to the files that are meant.`,
  }
}
