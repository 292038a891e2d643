const { rm } = /* @__PURE__ */ process.getBuiltinModule("node:fs/promises");
const { tmpdir } = /* @__PURE__ */ process.getBuiltinModule("node:os");
const { basename, join } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const isName = (name) => name.startsWith("ecr-gitops-deploy-") && /^[0-9a-f]{16}$/.test(name.slice(18));
const temporaryRoot = (runnerTemp) => runnerTemp || tmpdir();
/** Whether a path is one that this step makes: the state of a step is only as good as who could write it. */
function isWorkspace(path, runnerTemp) {
	return isName(basename(path)) && path === join(temporaryRoot(runnerTemp), basename(path));
}
/** Removes a private folder by its path; refuses to remove anything else. A link is removed, not what it leads to. */
async function removeWorkspace(path) {
	if (!isName(basename(path))) return;
	await rm(path, {
		recursive: true,
		force: true,
		maxRetries: 3
	});
}
// src/post.ts
/**
* The post step: removes what a main step that was killed has left behind, and can do nothing else. It is a bundle of
* its own, because the runner starts it whatever became of main, also where main was ended before it had begun.
*/
/** A post step never fails the job. Escaped as the runner reads it, so that the text stays one command. */
function warn(text) {
	const data = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
	process.stdout.write(`::warning::${data}\n`);
}
async function post(path) {
	if (isWorkspace(path, process.env.RUNNER_TEMP)) await removeWorkspace(path);
	else if (path) warn(`${path} is no folder of this step in RUNNER_TEMP: it is left alone`);
}
post(process.env[`STATE_workspace`] ?? "").catch((error) => warn(String(error)));
export {};
