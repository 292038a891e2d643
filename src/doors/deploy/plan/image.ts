import type { Problem } from '../../../errors/errors.ts'
import type { Judged } from '../../../errors/judged.ts'
import type { ImageInputs } from '../../../inputs/images.ts'
import { isSameRegistry } from '../../../names/host.ts'
import { lastSegment } from '../../../names/reference.ts'
import { commitIn } from '../../../names/tag.ts'
import type { Allowance } from '../../../plan/build.ts'
import { type ImagePlan, isPushed } from '../../../plan/image.ts'
import { isOwnRepository, type Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'
import { defaultRegistry } from './aws/access.ts'
import { type BuildOptions, type PlannedBuild, planBuild } from './build/build.ts'
import { cacheScope } from './build/cache.ts'
import { judgeMerge } from './merge.ts'
import { judgeTag } from './tags.ts'
import { targetsOf } from './targets.ts'

interface ImageOptions {
  readonly inputs: Inputs
  readonly source: Source
  readonly push: boolean
  readonly may: Allowance
}

interface PlannedImage extends Judged<ImagePlan> {
  readonly warnings: readonly string[]
}

/** One image of the step, as far as it is known without its registry. */
export function planImage(image: ImageInputs, options: ImageOptions): PlannedImage {
  const { inputs, source } = options
  const repository = image.repository ?? ''
  const head = source.checkouts.get(image.build.context)?.head ?? source.sha
  const { mergeTags: parts } = inputs
  const isBuilt = inputs.build !== 'never'
  const isUnknown = !isBuilt && image.tag === undefined && head !== source.sha
  const tag = image.tag ?? head
  const sourceRepository = image.sourceRepository ?? source.repository
  const refCommit = isOwnRepository(sourceRepository, source) ? source.sha : head
  const { tagInput: input } = image
  const meaning = judgeTag({
    input,
    tag,
    commit: head,
    ref: source.ref,
    refCommit,
    mustExist: !isNew(tag, inputs),
  })
  const { commit, version } = meaning.value
  const name = image.name ?? lastSegment(repository)
  const build = isBuilt ? planImageBuild(image, options, { name, repository, tag, commit: head }) : undefined
  const value = {
    name,
    repository,
    tag,
    commit,
    tested: version !== undefined && commit !== undefined ? testedTags(commit, source) : [],
    sourceRepository,
    paths: image.paths,
    platforms: image.build.platforms,
    parts,
    build: build?.value,
    targets: targetsOf(image, name),
  }
  const problems = [
    ...(repository ? [] : [repositoryRequired(image, inputs)]),
    ...(isUnknown ? [whichCommit(head, inputs, source)] : []),
    ...meaning.problems,
    ...judgeMerge({ tags: parts, tag, commit }),
    ...(build?.problems ?? []),
  ]
  return { value, problems, warnings: build?.warnings ?? [] }
}

/** A version that is put on something new must be that of the git tag, whether that is built or put together. */
const isNew = (tag: string, { build, mergeTags }: Inputs): boolean =>
  build !== 'never' || (mergeTags.length > 0 && commitIn(tag) === undefined)

function planImageBuild(
  image: ImageInputs,
  { inputs, source, push, may }: ImageOptions,
  named: Pick<BuildOptions, 'name' | 'repository' | 'tag' | 'commit'>,
): PlannedBuild {
  const registry = image.registry ?? defaultRegistry(inputs, source)
  const readable =
    may.stepLogins && registry && inputs.loginRegistries.some(({ host }) => isSameRegistry(host, registry))
  return planBuild(image, source, {
    ...named,
    push,
    may,
    scope: cacheScope(inputs, source),
    readableHost: readable ? registry.host : undefined,
    trustedFrontends: inputs.engine.trustedFrontends,
    bases: [
      ...(push && registry ? [{ host: registry, prefix: undefined }] : []),
      ...(may.stepLogins ? inputs.loginRegistries.map(({ host, prefix }) => ({ host, prefix })) : []),
    ],
  })
}

/** The tags that runs before the release give an image: those that the input tag takes, as far as they can be guessed. */
function testedTags(commit: string, { defaultBranch }: Source): readonly string[] {
  const branch = defaultBranch?.replaceAll(/[^\w.-]/g, '-')
  return branch === undefined ? [commit] : [commit, `${branch}-${commit}`]
}

function repositoryRequired(image: ImageInputs, { images }: Inputs): Problem {
  const which = images.length > 1 ? ` in images[${images.indexOf(image)}]` : ''
  return {
    code: 'INPUT_REQUIRED',
    inputs: ['repository', 'images'],
    message: `repository is empty${which}`,
    hint: 'Set the input repository to the name of the ECR repository, for example kubeadm_ec2_cluster/identity-service; with images, give each item a repository.',
  }
}

/** The checkout may be left over from another job: what nobody has looked at must not choose what is deployed. */
const whichCommit = (head: string, { mergeTags }: Inputs, { sha }: Source): Problem => ({
  code: 'TAG_COMMIT_MISMATCH',
  inputs: ['tag'],
  message: `${mergeTags.length > 0 ? 'merge-tags is set' : 'build is never'} and tag is empty, but the run is of commit ${sha}, and the checkout is at ${head}`,
  hint: `Set the input tag to the commit that is meant (\${{ github.sha }} for that of the run), or check that commit out.`,
})

/** Images are distinguished by name in overlays and outputs, and by reference in the registry. */
export function duplicateProblems(images: readonly ImagePlan[]): readonly Problem[] {
  const named = images.filter(({ repository }) => repository !== '')
  return [
    ...repeated(named.map(({ name }) => name)).map((name) =>
      duplicate(
        `images has several items of the name "${name}"`,
        'Give each item of images a name of its own (the last segment of its repository when it has none). For one image in several registries, use one step for each registry.',
      ),
    ),
    ...repeated(named.map(registryKey)).map((reference) =>
      duplicate(
        `images has several items that would be pushed to ${reference}`,
        `Give them repositories of their own, or tags such as worker-\${{ github.sha }}.`,
      ),
    ),
  ]
}

const duplicate = (message: string, hint: string): Problem => ({
  code: 'INPUT_INVALID',
  inputs: ['images', 'repository'],
  message,
  hint,
})

/** By account and region: a registry has several host names. */
function registryKey(image: ImagePlan): string {
  const place = isPushed(image) ? `${image.access.registry.account}/${image.access.registry.region}/` : ''
  return `${place}${image.repository}:${image.tag}`
}

function repeated(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))]
}
