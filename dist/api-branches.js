import { n as __exportAll } from "./rolldown-runtime.js";
import { G as fieldOf, J as recordOf, K as idOf, Y as textOf, q as listOf, wn as isRecord } from "./doors.js";
import { a as partsOf, c as kindOf, d as placeQuery, f as refOf, i as obstacleTo, l as UPDATE_REFS, m as sideQuery, o as NOT_LANDED, p as repositoryQuery, r as termsWithin, s as createCommit, u as parentQuery } from "./config-api.js";
import { H as GithubFailure } from "./gitops.js";
import { R as failInTheWay } from "./door-deploy.js";
// src/config-repository/api/make-commit.ts
const PROGRAM = 33261;
/**
* A commit that nothing points at yet. It names no author: then it is that of the owner of the token, and GitHub signs
* what an App makes so (GitHub docs, "About commit signature verification", bots).
*/
async function makeCommit(remote, making, left) {
	const { parent, change } = making;
	const { owner, name: repo } = remote.names;
	const newTree = await makeTree(remote, making, left);
	const content = {
		message: change.message,
		tree: newTree,
		parents: [parent]
	};
	const commit = (who) => remote.request(({ request }) => request("POST /repos/{owner}/{repo}/git/commits", {
		owner,
		repo,
		...content,
		...who
	}), left());
	const { data } = await commit({});
	const final = fieldOf(data, "verification", "verified") === true ? data : (await commit({ committer: change.author })).data;
	return remote.known(fieldOf(final, "sha"), "a commit");
}
/** Several, one upon the other, where one would be too much: GitHub gives up a request after ten seconds. */
async function makeTree(remote, { tree, modes, change }, left) {
	const { owner, name: repo } = remote.names;
	let base = remote.known(tree, "a tree");
	for (const part of partsOf(change.files)) {
		const entries = part.map(([path, content]) => {
			return {
				path,
				mode: modes.get(path) === PROGRAM ? "100755" : "100644",
				type: "blob",
				content
			};
		});
		const given = {
			owner,
			repo,
			base_tree: base,
			tree: entries
		};
		const made = await remote.request(({ request }) => request("POST /repos/{owner}/{repo}/git/trees", given), left());
		base = remote.known(fieldOf(made.data, "sha"), "a tree");
	}
	return base;
}
// src/config-repository/api/move-ref.ts
/** What a ref points at that is not there (GitHub's GraphQL schema, `updateRefs`). */
const NOWHERE = "0".repeat(40);
/** Moves branches from where they were read, and from nowhere else: `updateRefs` is the only call of GitHub with a lease. */
var RefMover = class {
	#remote;
	/** The move that was refused last, although the branch was seen where it was to be. */
	#refused;
	constructor(remote) {
		this.#remote = remote;
	}
	async move(move, left) {
		const { to } = move;
		try {
			await this.#update(move, left);
			return {
				landed: true,
				commit: to
			};
		} catch (error) {
			if (!(error instanceof GithubFailure)) throw error;
			if (error.unsure) return {
				...NOT_LANDED,
				commit: to,
				reason: `GitHub ${error.message}`,
				unanswered: true
			};
			if (kindOf(error) !== "other") return this.#remote.refuse(error, move.branch);
			return this.#settle(move, error, left);
		}
	}
	/** false: it is elsewhere, or gone, or nobody may. */
	async remove(branch, head) {
		try {
			const { text, variables } = repositoryQuery(this.#remote.names);
			const answer = await this.#remote.ask(({ graphql }) => graphql(text, { ...variables }));
			const repositoryId = fieldOf(answer, "repository", "id");
			await this.#update({
				repositoryId,
				branch,
				from: head,
				to: NOWHERE
			}, termsWithin());
			return true;
		} catch (error) {
			if (error instanceof GithubFailure) return false;
			throw error;
		}
	}
	/** Sent again where the answer was lost: the second of two is refused, as the branch is not there any more. */
	async #update({ repositoryId, branch, from, to }, left) {
		const input = {
			repositoryId,
			refUpdates: [{
				name: refOf(branch),
				beforeOid: from,
				afterOid: to,
				force: true
			}]
		};
		const answer = await this.#remote.ask(({ graphql }) => graphql(UPDATE_REFS, { input }), left());
		if (!isRecord(fieldOf(answer, "updateRefs"))) throw new GithubFailure("did not say that it moved the branch", {
			retry: "transient",
			status: 200
		});
	}
	/** GitHub names no reason that programs could read: where the branch is now says it. */
	async #settle({ branch, from, to }, error, left) {
		const answer = await this.#remote.query(placeQuery(this.#remote.names, branch), left());
		const head = idOf(fieldOf(answer, "repository", "side", "target", "oid")) ?? NOWHERE;
		if (head === to) return {
			landed: true,
			commit: to
		};
		const reason = error.said[0] ?? error.message;
		const lost = {
			...NOT_LANDED,
			commit: to,
			reason
		};
		if (error.type === "STALE_DATA" || head !== from) return lost;
		const { label } = this.#remote;
		if (isInTheWay(fieldOf(answer, "repository"))) failInTheWay({
			label,
			branch,
			reason
		});
		const refused = `${branch} ${from}`;
		if (this.#refused === refused) return this.#remote.refuse(error, branch);
		this.#refused = refused;
		return lost;
	}
};
const isInTheWay = (repository) => listOf(fieldOf(repository, "within", "nodes")).length > 0 || Object.entries(recordOf(repository)).some(([name, ref]) => /^f\d+$/.test(name) && ref !== null);
// src/config-repository/api/side-commits.ts
/** More than people put on the branch of one deploy; as many as git looks at. */
const MOST_COMMITS = 250;
const A_PAGE = 100;
/** What a branch has that the base has not, oldest first (GitHub docs, "Compare two commits"); undefined: too many. */
async function commitsBetween(remote, { base, head }, left) {
	const commits = [];
	for (let page = 1;; page += 1) {
		const answer = await pageOf(remote, {
			basehead: `${base}...${head}`,
			page
		}, left);
		const total = Number(fieldOf(answer, "total_commits"));
		if (!(total <= MOST_COMMITS)) return void 0;
		const some = listOf(fieldOf(answer, "commits")).map(commitIn);
		commits.push(...some);
		if (commits.length >= total) return commits;
		if (some.length === 0) return void 0;
	}
}
/** undefined: they have no commit in common, so that all of the branch is somebody else's. */
async function pageOf(remote, { basehead, page }, left) {
	const { owner, name: repo } = remote.names;
	try {
		const { data } = await remote.ask(({ request }) => request("GET /repos/{owner}/{repo}/compare/{basehead}", {
			owner,
			repo,
			basehead,
			page,
			per_page: A_PAGE
		}), left());
		return data;
	} catch (error) {
		if (!(error instanceof GithubFailure)) throw error;
		return error.said.some((text) => /no common ancestor/i.test(text)) ? void 0 : remote.fail(error);
	}
}
function commitIn(commit) {
	const of = (...names) => textOf(fieldOf(commit, ...names)) ?? "";
	const committer = {
		name: of("commit", "committer", "name"),
		email: of("commit", "committer", "email")
	};
	return {
		id: of("sha"),
		message: of("commit", "message"),
		committer
	};
}
// src/config-repository/api/api-branches.ts
var api_branches_exports = /* @__PURE__ */ __exportAll({ ApiBranches: () => ApiBranches });
/**
* Branches beside the one that is deployed from, over GitHub's API. What goes on top of a branch is one mutation; what
* makes it anew is a commit that nothing points at, and then one move of the branch, from where it was read.
*/
var ApiBranches = class {
	#repository;
	#mover;
	constructor(repository) {
		this.#repository = repository;
		this.#mover = new RefMover(repository.remote);
	}
	get #remote() {
		return this.#repository.remote;
	}
	async base() {
		if (this.#remote.branch === "HEAD") await this.#repository.read([]);
		return this.#remote.branch;
	}
	async branch(name, withinMs) {
		const left = termsWithin(withinMs);
		const query = sideQuery(this.#remote.names, {
			base: await this.base(),
			side: name
		});
		const answer = await this.#remote.query(query, left());
		const [head, base = ""] = ["side", "base"].map((ref) => idOf(fieldOf(answer, "repository", ref, "target", "oid")));
		if (head === void 0) return void 0;
		return {
			head,
			commits: await commitsBetween(this.#remote, {
				base,
				head
			}, left)
		};
	}
	async commitTo(target, change, withinMs) {
		const { branch, parent, expected } = target;
		const left = termsWithin(withinMs);
		const paths = [...change.files.keys()];
		const answer = await this.#remote.query(parentQuery(this.#remote.names, parent, paths), left());
		const commit = fieldOf(answer, "repository", "commit");
		const modes = new Map(paths.map((path, index) => [path, modeIn(fieldOf(commit, `p${index}`))]));
		if (parent === expected && obstacleTo(change, (path) => modes.get(path)) === void 0) return createCommit(this.#remote, {
			branch,
			expected,
			change,
			left
		});
		const tree = fieldOf(commit, "tree", "oid");
		const made = await makeCommit(this.#remote, {
			parent,
			tree,
			modes,
			change
		}, left);
		const repositoryId = fieldOf(answer, "repository", "id");
		return this.#mover.move({
			repositoryId,
			branch,
			from: expected ?? NOWHERE,
			to: made
		}, left);
	}
	/** A branch that nobody can remove stays, which harms nothing. */
	async removeBranch(name, head) {
		return this.#mover.remove(name, head);
	}
};
function modeIn(file) {
	const mode = fieldOf(file, "mode");
	return typeof mode === "number" ? mode : void 0;
}
export { api_branches_exports as n, ApiBranches as t };
