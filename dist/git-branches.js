import { n as __exportAll } from "./rolldown-runtime.js";
import { _ as StepError } from "./index.js";
import { U as LIMITS } from "./doors.js";
import { A as pushCommit, j as readPush, k as readObjects } from "./door-deploy.js";
// src/config-repository/git/git-branches.ts
var git_branches_exports = /* @__PURE__ */ __exportAll({ GitBranches: () => GitBranches });
/** More than people put on the branch of one deploy. */
const MOST_COMMITS = 250;
const refOf = (branch) => `refs/heads/${branch}`;
/** Branches beside the one that is deployed from, over git's own transports. */
var GitBranches = class {
	#repository;
	constructor(repository) {
		this.#repository = repository;
	}
	async base() {
		return (await this.#repository.opened()).branch;
	}
	async branch(name, withinMs) {
		const clone = await this.#repository.opened();
		const ref = refOf(name);
		try {
			if (await clone.fetch({
				ref,
				without: clone.ref,
				withinMs
			})) return {
				head: await clone.known(ref),
				commits: await commitsOf(clone, ref)
			};
		} catch (error) {
			if (error instanceof StepError && error.code === "CONFIG_BRANCH_MISSING") return void 0;
			throw error;
		}
		const head = await clone.headOf(ref, withinMs);
		return head === void 0 ? void 0 : {
			head,
			commits: []
		};
	}
	async commitTo({ branch, parent, expected }, change, withinMs) {
		const clone = await this.#repository.opened();
		const commit = await this.#repository.makeCommit(parent, change);
		return pushCommit(clone, {
			commit,
			ref: refOf(branch),
			expected,
			withinMs,
			aside: true
		});
	}
	/** A branch that nobody can remove stays, which harms nothing. */
	async removeBranch(name, head) {
		const clone = await this.#repository.opened();
		const ref = refOf(name);
		const options = [
			"--porcelain",
			"--no-verify",
			`--force-with-lease=${ref}:${head}`
		];
		const { exitCode, stdout, stderr } = await clone.push(options, `:${ref}`);
		return readPush(exitCode, stdout, stderr).kind === "landed";
	}
};
/** Whatever the base leads to was not sent, so that the history of the branch ends there. */
async function commitsOf(clone, ref) {
	const { stdout } = await clone.git([
		"rev-list",
		"--topo-order",
		`--max-count=251`,
		ref
	]);
	const ids = stdout.trim().split("\n");
	if (ids.length > MOST_COMMITS) return void 0;
	return (await readObjects(clone, ids, LIMITS.read)).flatMap((object) => object ? [commitIn(object.id, object.content)] : []).toReversed();
}
/** A commit object (git-commit-tree): headers, an empty line, the message. */
function commitIn(id, content) {
	const text = content?.toString("utf8") ?? "";
	const end = text.indexOf("\n\n");
	const line = text.slice(0, end < 0 ? text.length : end).split("\n").find((header) => header.startsWith("committer ")) ?? "";
	const open = line.lastIndexOf("<");
	const committer = {
		name: line.slice(10, Math.max(open, 10)).trim(),
		email: line.slice(open + 1, Math.max(line.lastIndexOf(">"), open + 1))
	};
	return {
		id,
		message: end < 0 ? "" : text.slice(end + 2),
		committer
	};
}
export { git_branches_exports as t };
