import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./lib/runner/left-behind.js



// The whole of what the post step loads: nothing here may load more than it needs to remove a folder.
/** The name under which the runner keeps the private folder's path for the post step. */
const WORKSPACE_STATE = 'workspace';
const WORKSPACE_PREFIX = 'ecr-gitops-deploy-';
const isName = (name) => name.startsWith(WORKSPACE_PREFIX) && /^[0-9a-f]{16}$/.test(name.slice(WORKSPACE_PREFIX.length));
const temporaryRoot = (runnerTemp) => runnerTemp || (0,external_node_os_namespaceObject.tmpdir)();
/** Whether a path is one that this step makes: the state of a step is only as good as who could write it. */
function isWorkspace(path, runnerTemp) {
    return isName((0,external_node_path_namespaceObject.basename)(path)) && path === (0,external_node_path_namespaceObject.join)(temporaryRoot(runnerTemp), (0,external_node_path_namespaceObject.basename)(path));
}
/** Removes a private folder by its path; refuses to remove anything else. A link is removed, not what it leads to. */
async function removeWorkspace(path) {
    if (!isName((0,external_node_path_namespaceObject.basename)(path)))
        return;
    await (0,promises_namespaceObject.rm)(path, { recursive: true, force: true, maxRetries: 3 });
}

;// CONCATENATED MODULE: ./lib/post.js
/**
 * The post step: removes what a main step that was killed has left behind, and can do nothing else. It is a bundle of
 * its own, because the runner starts it whatever became of main, also where main was ended before it had begun.
 */

/** A post step never fails the job. Escaped as the runner reads it, so that the text stays one command. */
function warn(text) {
    const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
    process.stdout.write(`::warning::${data}\n`);
}
async function post(path) {
    if (isWorkspace(path, process.env.RUNNER_TEMP))
        await removeWorkspace(path);
    else if (path)
        warn(`${path} is no folder of this step in RUNNER_TEMP: it is left alone`);
}
void post(process.env[`STATE_${WORKSPACE_STATE}`] ?? '').catch((error) => warn(String(error)));

