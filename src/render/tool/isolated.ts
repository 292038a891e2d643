import type { Workspace } from '../../runner/workspace.ts'

/** Nobody listens on port 0. */
const NOWHERE = 'http://127.0.0.1:0'

/**
 * Nothing of this job but what rendering needs: no secrets, no configuration or plugins of a user, no git to clone with
 * and no way out for HTTP but to loopback. What the tree leads to was looked at before; this is for what that may have
 * missed, as the network namespace is, where there may be one.
 */
export function isolated(workspace: Workspace): NodeJS.ProcessEnv {
  const nothing = workspace.folder('nothing')
  const home = workspace.folder('render-home')
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
  return {
    PATH: nothing,
    HOME: home,
    TMPDIR: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
    KUSTOMIZE_PLUGIN_HOME: nothing,
    KUBECONFIG: '/dev/null',
    ...Object.fromEntries(proxies.map((name) => [name, NOWHERE])),
    NO_PROXY: '',
    no_proxy: '',
  }
}
