import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

export const OVERLAY_HELP = {
  OVERLAY_MISSING: {
    cases: [
      {
        when: 'The path in `overlays` does not exist on the branch, or a pattern matches no folder with a kustomization file.',
        change:
          'Write it from the root of the config repository, and check `config-branch`. The error names what is there.',
      },
    ],
  },
  OVERLAY_INVALID: {
    cases: [
      {
        when: 'The path leaves the repository (`..`, a leading `/`), or leads over a symbolic link or submodule.',
        change: 'Name the real folder in `overlays`. Links and submodules are never followed.',
      },
      {
        when: 'The file is something else than a kustomization: a manifest, values of a Helm chart, an Application of Argo CD, a Kustomization of Flux. Or it has a name that kustomize does not look for, and does not say what it is.',
        change:
          'Name the folder of the kustomization instead; the error has its path where the object names one. Give a kustomization of another name the kind Kustomization.',
      },
      {
        when: 'The folder has several kustomization files.',
        change: 'Keep one: kustomize refuses such a folder, too.',
      },
      {
        when: 'What is to be read of the config repository is more than 256 MiB: its kustomizations, or the names of its files.',
        change:
          'Take large files out of the branch that `config-branch` names, or keep the overlays in a repository of their own.',
      },
    ],
  },
  YAML_INVALID: {
    cases: [
      { when: 'The file cannot be read as YAML at the line that is named.', change: 'Correct that line.' },
    ],
  },
  EDIT_UNSAFE: {
    cases: [
      {
        when: 'Anchors, aliases, block scalars, several documents, a SOPS file or more than 1 MiB: an edit could change more than the values that are meant.',
        change: 'Write the entry in plain block style, one key a line, as the error says.',
        example: {
          language: 'yaml',
          text: `images:
  - name: identity-service
    newName: 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/kubeadm_ec2_cluster/identity-service
    newTag: "6b1f0c2d98e4a7735c0fd1b2e6948a37c5d0ef12"`,
        },
      },
      {
        when: 'A file of `helm-values` or `manifests` is a template, or the path meets a list, an anchor, a merge key, or one value of an image.',
        change:
          'Name the image itself, in a file of values that is plain YAML ([gitops.md](gitops.md#helm-values-and-manifests)).',
      },
    ],
  },
  ENTRY_MISSING: {
    cases: [
      {
        when: 'No `images` entry has the `name`. Kustomize matches the image name in the manifests, not that of the ECR repository.',
        change:
          'Set `name` to the image name in the manifests, add the entry, or set `create-missing: true`.',
      },
      {
        when: 'A pattern in `overlays` matched folders, and none of them has the entry.',
        change: 'Correct the pattern or `name`.',
      },
      {
        when: 'A file of `helm-values` or `manifests` has no image at the place behind the `#`.',
        change: 'Write the place as the error has it, which names what the file has.',
      },
    ],
  },
  ENTRY_DUPLICATE: {
    cases: [
      {
        when: 'Two entries have the same `name`: kustomize would let the last one win.',
        change: 'Keep one.',
      },
    ],
  },
  ENTRY_REGISTRY: {
    cases: [
      {
        when: 'The entry names another account, region or registry than this step pushes to. Placeholders such as `123456789012` are replaced by themselves.',
        change:
          'If ECR replicates the image to the region of the entry, list its host in `replicas`. Else follow the error: it names what differs, and the input, or the variable `AWS_REGION`, that says so. If the service moves, set `retarget: true` for one run.',
      },
      {
        when: 'Values of a chart leave the registry to one that all of its images share (`global.imageRegistry`), and that is another one.',
        change:
          'Correct it at the line that the error names, or the role and region of the step: it is never moved for one image.',
      },
      {
        when: 'A pattern in `overlays` found an entry of that name with another repository of the same registry, which may be the image of another service.',
        change:
          'Narrow the pattern; if the service moves, set `retarget: true` for one run, or name the overlay without a pattern.',
      },
      {
        when: 'A path in `helm-values` or `manifests` leads to an image of another repository of the same registry, which may be that of another service.',
        change:
          'Correct what follows the `#`, or the `repository` of the image; if the service moves, set `retarget: true` for one run.',
      },
    ],
  },
  IMAGE_NOT_RENDERED: {
    cases: [
      {
        when: 'The entry is right, but nothing in the rendered overlay uses it: the manifests have another image name, or a later entry changes it again.',
        change:
          'Follow the error: it names each image with the file and line that it comes from. Entry and manifest must have one name, so give either that of the other. `render-check: off` skips the check.',
      },
      {
        when: 'The image is a field of another kind (a `WorkflowTemplate`, for example), which `images:` does not reach, and it is empty there.',
        change:
          'Write the name of the entry as its image in the base, and add the lines of the error, which let `images:` reach the field.',
      },
      {
        when: 'A chart renders with the edited values, and makes another image of them: it puts a registry in front that the values do not mean, takes the tag from elsewhere, or a condition leaves the component out.',
        change:
          'Follow the error, which has the image that is rendered. Where the registry differs, set that of the image to the ECR host, or to `""` so that the one of all images counts (`global.imageRegistry`): which comes first is up to the chart.',
        example: {
          language: 'yaml',
          text: `global:
  imageRegistry: 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com
image:
  registry: "" # a default of the chart, as docker.io, would come before the global one
  repository: team/web
  tag: 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567`,
        },
      },
    ],
  },
  BASE_RENAMED: {
    cases: [
      {
        when: 'The file is a base or component of other kustomizations. Its entry gets a `newName`, or another one, and an entry above it that pins or holds the image goes by the name that it had: it would match nothing any more, and its overlay would get the new image.',
        change:
          'Name the overlays that are to be deployed in `overlays`, not what they share. Or give the image its new name by hand first, in one commit that changes nothing that is rendered: `newName` in the base, and in the entries above it the new name as `name`, and the old one as `newName` where there is none.',
        example: {
          language: 'yaml',
          text: `# Above a base that has newName: 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/team/web for web
images:
  # ecr-gitops: hold release freeze
  - name: 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/team/web
    newName: web
    newTag: 1.9.0`,
        },
      },
    ],
  },
  RENDER_FAILED: {
    cases: [
      {
        when: '`render-check` is `require`, and kustomize failed, is not installed, or needs remote bases.',
        change: 'Correct what it printed, install kustomize or kubectl, or set `render-check: auto`.',
      },
      {
        when: '`render-check` is `require`, and of `helm-values` helm failed, is not installed, or the chart is not in the config repository.',
        change: 'Correct what it printed, install helm in a step before, or set `render-check: auto`.',
      },
      {
        when: 'A chart rendered before the edit, and does not with the new values; this is refused with `render-check: auto`, too.',
        change:
          'Look what the chart demands of the values: a pattern in `values.schema.json`, a `fail` in the template that the error names.',
      },
      {
        when: 'An entry of transformers, generators or validators leads to a folder that is more than a list of files, or to something that is no plug-in of kustomize itself: what it would load is not known before it is done.',
        change:
          'Write the configurations out in files, and leave nothing but resources in the kustomization of their folder.',
      },
      {
        when: 'A kustomization or a configuration has a character, tag, directive or key that YAML parsers do not agree on.',
        change: 'Write it in plain YAML, as the error says.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
