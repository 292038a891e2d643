/** Above the first input of each group, in the order of action.yml. */
export const INPUT_GROUPS: Readonly<Record<string, string>> = {
  'role-to-assume': 'AWS',
  name: 'Image',
  context: 'Build',
  'create-repository': 'Registry and checkout',
  'config-repository': 'Config repository',
  'github-token': 'The run',
}

/** What the one line of an input in action.yml has no place for. */
export const INPUT_DETAILS: Readonly<Record<string, string>> = {
  'role-to-assume':
    'Needed whenever something is pushed, unless `aws-credentials` is `ambient`. What the role trusts and allows is in [setup.md](setup.md#trust-policy).',
  registry: 'A registry of another account must be listed in `allowed-account-ids`.',
  'allowed-account-ids': 'Quote them, so that YAML keeps a leading zero.',
  'login-registries':
    'One a line. `host/prefix` also lets the first pull over the pull through cache rule of that prefix create its repository. Of pull requests see [builds.md](builds.md#pull-requests).',
  'role-session-name': 'Derived from repository, run and attempt when empty.',
  'role-duration-seconds': 'No more than the role allows. Credentials are renewed, so it rarely matters.',
  audience: '`sts.amazonaws.com.cn` in China.',
  'aws-credentials':
    "`oidc` assumes the role with GitHub's OIDC token. `ambient` uses AWS credentials that the runner has (environment, EKS, ECS, EC2), where [AWS cannot reach the token's issuer](setup.md#when-aws-cannot-reach-the-token-issuer): to assume `role-to-assume`, or, without one, as they are.",
  'trusted-endpoints':
    'One a line as `host` or `host:port`; they are asked over HTTPS only. Such a variable is `AWS_ENDPOINT_URL_STS`, and it may name hosts of AWS and loopback in any case ([setup.md](setup.md#endpoints-of-your-own)). The hosts receive tokens and credentials of the role: list only what you run yourself.',
  repository: 'Needed, unless every item of `images` has one.',
  images:
    'An item takes `name repository registry tag source-repository context file target platforms build-args build-contexts labels no-cache network secret-envs secret-files ssh cache cache-from cache-to provenance sbom compression paths overlays helm-values manifests`; the inputs of these names are the defaults of every item. See [builds.md](builds.md#several-images).',
  'source-repository': '`github-token` must be able to read it.',
  tag: 'It must contain the full commit SHA, or be the version of the git tag that triggered the run. The [README](../README.md#tags) has what is refused.',
  'merge-tags':
    'One a line, for example `<sha>-amd64` and `<sha>-arm64`, all in `repository`. Not beside `images`, nor beside inputs of a build ([builds.md](builds.md#each-platform-on-its-own-runner)).',
  push: '`auto` pushes on push, release, workflow_dispatch, schedule, repository_dispatch and workflow_run events; `true` and `false` decide by hand.',
  platforms:
    'An image that is there already must be for all of them, also with `build` at `never` ([builds.md](builds.md#engines-and-platforms)).',
  'build-args': 'One a line.',
  labels: 'One `name=value` a line.',
  secrets:
    'One `ID=value` a line; an entry whose value spans lines is put in quotation marks as a whole (`"ID=value"`). A malformed or empty one is refused.',
  'secret-envs': 'One `ID=VARIABLE` a line. The variable must be set for this step.',
  'secret-files':
    'One `ID=path` a line, relative to the workspace. A link of the checkout must not lead out of it.',
  ssh: 'One a line.',
  'build-contexts':
    'One `name=value` a line, the value a folder of the workspace, a git URL or `docker-image://` reference.',
  cache:
    "Kept apart for each image and its platforms. `gha` is GitHub's cache; `ecr:<repository>` is a repository of the registry, whose tags must be mutable. A cache that fails never fails the build.",
  'cache-from': 'One entry a line as buildx takes them, for example `type=registry,ref=host/repository:tag`.',
  'cache-to': 'One entry a line as buildx takes them; left out where nothing is pushed.',
  provenance:
    'Attributes as buildx takes them. It turns the image into an index ([faq.md](faq.md#why-are-provenance-and-sbom-off)).',
  sbom: 'Attributes as buildx takes them. It turns the image into an index.',
  compression:
    '`force` is for layers of base images and caches, too. Defaults to what the engine does ([builds.md](builds.md#engines-and-platforms)).',
  'share-builder':
    'Such a builder is remote, of Kubernetes or a cloud, or docker over the network. What files of forks leave there as layers and cache mounts gets into later images, unless nobody else builds on it.',
  'trusted-frontends':
    'One a line; without tag and digest every image of that repository. A cache has credentials when it is `cache: gha`, `type=s3` and the like. `docker/dockerfile` at a digest need not be named.',
  'trusted-paths':
    'For build contexts and Dockerfiles, one absolute path a line. Nothing in HOME or RUNNER_TEMP can be.',
  paths:
    'One a line (`services/api/**`, `!**/*.md`). When nothing under them changed since the deployed commit, the image is neither built nor written: `unchanged` ([builds.md](builds.md#monorepos)).',
  'create-repository':
    '`true`: with immutable tags, scan on push, and a lifecycle policy for untagged images. A YAML map, besides: `kms-key`, `tags` and `exclude` (filters of image tags that stay mutable). `on-push`: a repository creation template of the registry makes it.',
  'pull-accounts': 'Quote them, so that YAML keeps a leading zero.',
  'config-repository': 'When empty, images are pushed and nothing is committed.',
  'config-token':
    'Alone, or as `user:token` where the host asks for a user name of its own ([git-hosts.md](git-hosts.md)); nothing is percent-encoded. Defaults to `github-token` where `config-repository` is the repository of the run ([git-hosts.md](git-hosts.md#service-and-config-in-one-repository)). What it needs is compared in [gitops.md](gitops.md#credentials).',
  'config-ssh-known-hosts': 'Those of github.com, gitlab.com, bitbucket.org and Azure DevOps are.',
  'config-app-id':
    'For a config repository on the GitHub host of the run. A token for that one repository is made when it is needed, and revoked at the end ([gitops.md](gitops.md#github-app)).',
  'config-app-private-key':
    'PKCS#1 or PKCS#8, with line breaks or `\\n`, or base64 of it. With a key in KMS there is no such secret.',
  'config-app-kms-key':
    'An `RSA_2048` key for `SIGN_VERIFY` into which the key of the App was imported. The session of `role-to-assume` may `kms:Sign` with it, and nothing else ([setup.md](setup.md#key-of-a-github-app-in-kms)).',
  'deploy-refs':
    'One pattern a line (`main`, `release/*`, `refs/tags/v*`). A pattern without `refs/` means branches and version tags; one that begins with `!` is refused.',
  overlays:
    'One a line. Of a pattern (`apps/*/overlays/prod`), what matches and has no entry for the image is skipped, and at least one must have it ([gitops.md](gitops.md#what-is-written)).',
  'helm-values':
    'One a line, for example `apps/web/values-prod.yaml#image`. The path leads to a mapping whose `tag`, `repository`, `registry` and `digest` are set, or to one text `repository:tag`; items of lists are `[name=web]` or `[0]`, and a key with a dot in it stands in quotation marks ([gitops.md](gitops.md#helm-values-and-manifests)).',
  manifests:
    'One a line, for example `apps/web/deployment.yaml#Deployment/web/web`. The kind is taken in any case; init and ephemeral containers are found, too ([gitops.md](gitops.md#helm-values-and-manifests)).',
  replicas:
    'Hosts and regions may be patterns such as `eu-*`; `timeout` is `5m` where it is not given. An `images` entry with such a host of the same account keeps it and gets tag and digest; the commit waits until the image has arrived there ([gitops.md](gitops.md#replicas)).',
  delivery:
    '`pull-request` needs a token or an App that may write pull requests, and ends as `proposed` ([gitops.md](gitops.md#pull-requests)).',
  'pull-request':
    'A map: `title` (placeholders of `commit-message`), `labels`, `reviewers`, `team-reviewers`, `assignees`, `draft`, `auto-merge` (`merge`, `squash`, `rebase` or `true`), `branch`, `cleanup` ([gitops.md](gitops.md#pull-requests)).',
  'require-clean':
    'What it may lack are files of git-lfs, submodules, and what a sparse checkout leaves out.',
  pin: 'A `digest` that stands beside a tag is always updated.',
  retarget:
    'Also from another repository, where a pattern found the entry, or a path leads there (`helm-values`, `manifests`).',
  'on-stale':
    '`skip` is green, with the result `superseded`; `write` is a [rollback](gitops.md#rollback), which leaves a hold marker on the entry.',
  'on-diverged':
    '`default-branch` writes if the new commit is on the default branch, else it fails ([gitops.md](gitops.md#order)).',
  'render-check':
    'With kustomize or kubectl, and charts of `helm-values` with helm; an edit whose new image is in no container is refused. `auto` warns when an overlay or chart cannot be rendered, `require` refuses then, too ([gitops.md](gitops.md#render-check)).',
  'commit-via':
    '`api` makes the commit through GitHub: it is Verified (not on the branch of a pull request with the token of a person), and nothing is cloned. `auto` takes it for the token of a GitHub App or of the job (`ghs_...`) on the GitHub of the run, without `commit-author`; everything else goes by git, and the log says why. See [gitops.md](gitops.md#commits-through-githubs-api).',
  'chart-version':
    'With `patch`, a chart in the repository that has an edited file in its folder (values, or a manifest in `templates/`) gets the next patch version in the same commit, and so does every chart that brings it with it. Values in an Application raise none ([gitops.md](gitops.md#versions-of-charts)).',
  'commit-message':
    'Over `{name} {tag} {sha} {previous} {overlays} {repository} {actor} {run} {subject} {pr}` ([gitops.md](gitops.md#what-the-commit-says)).',
  'github-deployment':
    'Needs `deployments: write` for `github-token`; without it the run warns, and deploys all the same ([gitops.md](gitops.md#github-deployments)).',
}
