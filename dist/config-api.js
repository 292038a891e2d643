import { n as __exportAll } from "./rolldown-runtime.js";
import { Cn as cutLine, Dn as oneLine, G as fieldOf, H as nodesAmong, Ht as inFolder, Jt as parentOf, K as idOf, U as LIMITS, V as isAskable, W as inMebibytes, Y as textOf, q as listOf } from "./doors.js";
import { v as fail } from "./index.js";
import { H as GithubFailure, V as openGithub } from "./gitops.js";
import { n as whileNew } from "./app.js";
import { F as inputOf, M as excessOf, N as faultOf, P as write } from "./door-deploy.js";
const { mkdirSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { dirname, join } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { createHash } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
// src/config-repository/api/message.ts
/** A commit message as GitHub's API takes it: it puts an empty line between the two again. */
function splitMessage(message) {
	const [headline = "", ...rest] = message.split("\n");
	const body = rest.slice(rest.findIndex(isWritten), rest.findLastIndex(isWritten) + 1).join("\n");
	return body === "" ? { headline } : {
		headline,
		body
	};
}
const isWritten = (line) => line.trim() !== "";
/** Whether a commit has this message; GitHub may put a trailer behind it, for a repository that wants a sign-off. */
function hasMessage(commit, message) {
	const [made, sent] = [wordsOf(commit), wordsOf(message)];
	return made === sent || made.startsWith(`${sent}\n`);
}
/** Servers differ in what white space they keep. */
const wordsOf = (message) => message.split("\n").filter(isWritten).map((line) => line.trim()).join("\n");
// src/config-repository/api/queries.ts
/** What GraphQL says of one path: `Commit.file` has its mode without the folder that it is in. */
const ENTRY = `fragment Entry on TreeEntry {
  mode type oid
  object {
    ... on Blob { byteSize isBinary isTruncated text }
    ... on Tree { entries { name mode type oid } }
  }
}`;
const ROOT = "root: tree { oid entries { name mode type oid } }";
/** The newest commit of a branch and what stands at the paths there: one field of one object, so all of one commit. */
function headQuery(repository, branch, paths) {
	const { declared, variables, fields } = filesOf(paths);
	const ref = branch === void 0 ? "defaultBranchRef" : "ref(qualifiedName: $ref)";
	return {
		text: `query(${[
			...NAMED,
			...branch === void 0 ? [] : ["$ref: String!"],
			...declared
		].join(", ")}) {
  repository(owner: $owner, name: $name) {
    nameWithOwner isArchived
    branch: ${ref} { name target { ... on Commit { oid ${ROOT} ${fields} } } }
  }
}
${paths.length > 0 ? ENTRY : ""}`,
		variables: {
			...repository,
			...branch === void 0 ? {} : { ref: refOf(branch) },
			...variables
		}
	};
}
/** What stands at the paths of a commit. */
function commitQuery(repository, oid, paths) {
	const { declared, variables, fields } = filesOf(paths);
	return {
		text: `query(${[
			...NAMED,
			"$oid: GitObjectID!",
			...declared
		].join(", ")}) {
  repository(owner: $owner, name: $name) { commit: object(oid: $oid) { ... on Commit { oid ${fields} } } }
}
${ENTRY}`,
		variables: {
			...repository,
			oid,
			...variables
		}
	};
}
/** The texts of blobs. */
function blobsQuery(repository, oids) {
	const declared = oids.map((_, index) => `$b${index}: GitObjectID!`);
	const fields = oids.map((_, index) => `b${index}: object(oid: $b${index}) { ... on Blob { byteSize isBinary isTruncated text } }`);
	return {
		text: `query(${[...NAMED, ...declared].join(", ")}) {
  repository(owner: $owner, name: $name) { ${fields.join(" ")} }
}`,
		variables: {
			...repository,
			...Object.fromEntries(oids.map((oid, index) => [`b${index}`, oid]))
		}
	};
}
/** The newest commits of a branch, and those behind a commit that it has had: a read may be older than the last one. */
function recentQuery(repository, { branch, tip }) {
	const history = "... on Commit { history(first: 100) { nodes { oid message } } }";
	return {
		text: `query(${[
			...NAMED,
			"$ref: String!",
			"$tip: GitObjectID!"
		].join(", ")}) {
  repository(owner: $owner, name: $name) {
    branch: ref(qualifiedName: $ref) { target { ${history} } }
    seen: object(oid: $tip) { ${history} }
  }
}`,
		variables: {
			...repository,
			ref: refOf(branch),
			tip
		}
	};
}
/** A branch beside the base, with what both are at. */
function sideQuery(repository, { base, side }) {
	return {
		text: `query(${[
			...NAMED,
			"$base: String!",
			"$side: String!"
		].join(", ")}) {
  repository(owner: $owner, name: $name) {
    base: ref(qualifiedName: $base) { target { oid } }
    side: ref(qualifiedName: $side) { target { oid } }
  }
}`,
		variables: {
			...repository,
			base: refOf(base),
			side: refOf(side)
		}
	};
}
/** Where a branch is, and one that is called as a folder of it, or as a file in it: neither can be beside it. */
function placeQuery(repository, branch) {
	const folders = [...branch.matchAll(/\//g)].map(({ index }) => branch.slice(0, index));
	const declared = folders.map((_, index) => `$f${index}: String!`);
	const fields = folders.map((_, index) => `f${index}: ref(qualifiedName: $f${index}) { name }`);
	const text = `query(${[
		...NAMED,
		"$ref: String!",
		"$within: String!",
		...declared
	].join(", ")}) {
  repository(owner: $owner, name: $name) {
    side: ref(qualifiedName: $ref) { target { oid } }
    within: refs(refPrefix: $within, first: 1) { nodes { name } }
    ${fields.join(" ")}
  }
}`;
	const named = folders.map((folder, index) => [`f${index}`, refOf(folder)]);
	const within = `${refOf(branch)}/`;
	return {
		text,
		variables: {
			...repository,
			ref: refOf(branch),
			within,
			...Object.fromEntries(named)
		}
	};
}
/** What a commit on another one, and the move to it, are made of: the tree of that one, and the modes of files there. */
function parentQuery(repository, oid, paths) {
	const { declared, variables } = filesOf(paths);
	const modes = paths.map((_, index) => `p${index}: file(path: $p${index}) { mode }`);
	return {
		text: `query(${[
			...NAMED,
			"$oid: GitObjectID!",
			...declared
		].join(", ")}) {
  repository(owner: $owner, name: $name) {
    id
    commit: object(oid: $oid) { ... on Commit { tree { oid } ${modes.join(" ")} } }
  }
}`,
		variables: {
			...repository,
			oid,
			...variables
		}
	};
}
const repositoryQuery = (repository) => ({
	text: `query(${NAMED.join(", ")}) { repository(owner: $owner, name: $name) { id } }`,
	variables: { ...repository }
});
const refOf = (branch) => `refs/heads/${branch}`;
const UPDATE_REFS = `mutation($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;
const COMMIT = `mutation($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;
const NAMED = ["$owner: String!", "$name: String!"];
/** The root is asked for with the branch. */
function filesOf(paths) {
	return {
		declared: paths.map((_, index) => `$p${index}: String!`),
		variables: Object.fromEntries(paths.map((path, index) => [`p${index}`, path])),
		fields: paths.map((_, index) => `p${index}: file(path: $p${index}) { ...Entry }`).join(" ")
	};
}
// src/config-repository/api/refusal/kind.ts
/** The texts of GitHub's GraphQL and REST API, and of its git server for branch protection (GH0xx). */
const TEXTS = [
	[/SAML/i, "saml"],
	[/IP allow list/i, "ip-list"],
	[/archived/i, "archived"],
	[/rule violations|protected branch|locked branch|GH0(?:06|13)|must be made through|must have (?:verified|valid) signatures|required status check|is not authorized to push|cannot (?:update|change|delete|force-push to) (?:this|a protected)/i, "rule"],
	[/Resource not accessible|must have (?:push|write) access|not have permission|Permission denied/i, "not-allowed"],
	[/No such branch|Could not resolve to a (?:Ref|branch)/i, "branch-missing"],
	[/Could not resolve to a Repository/i, "not-found"],
	[/too large|exceeds the maximum/i, "too-large"],
	[/doesn't exist on type|isn't a defined input type|doesn't accept argument/i, "too-old"]
];
function kindOf({ status, type, said, limited, unsure, message }) {
	if (limited) return "limited";
	if (status === void 0 || unsure) return /larger than/.test(message) ? "too-large" : "unreachable";
	if (status === 401) return "bad-token";
	const text = said.join("\n");
	const known = TEXTS.find(([pattern]) => pattern.test(text))?.[1];
	if (known) return known;
	if (type === "NOT_FOUND") return "not-found";
	if (type === "FORBIDDEN" || status === 403) return "not-allowed";
	if (status === 413) return "too-large";
	return status === 404 || status === 405 ? "no-api" : "other";
}
// src/config-repository/api/create-commit.ts
/** What a commit that landed nowhere has to say, but for the reason. */
const NOT_LANDED = {
	landed: false,
	commit: void 0,
	unanswered: false,
	unsent: false
};
/** One mutation: GitHub makes the commit, signs it, and moves the branch. */
async function createCommit(remote, commit) {
	const { branch, expected, change, left } = commit;
	const input = {
		branch: {
			repositoryNameWithOwner: remote.repository,
			branchName: branch
		},
		expectedHeadOid: expected,
		...contentsOf$1(change)
	};
	try {
		const terms = {
			once: true,
			...left()
		};
		const answer = await remote.ask(({ graphql }) => graphql(COMMIT, { input }), terms);
		const made = idOf(fieldOf(answer, "createCommitOnBranch", "commit", "oid"));
		return made === void 0 ? {
			...NOT_LANDED,
			reason: "GitHub did not name the commit",
			unanswered: true
		} : {
			landed: true,
			commit: made
		};
	} catch (error) {
		if (!(error instanceof GithubFailure)) throw error;
		if (error.type === "STALE_DATA") return {
			...NOT_LANDED,
			reason: error.said[0] ?? "STALE_DATA"
		};
		if (error.unsure) return {
			...NOT_LANDED,
			reason: `GitHub ${error.message}`,
			unanswered: true
		};
		return branch !== remote.branch && kindOf(error) === "branch-missing" ? {
			...NOT_LANDED,
			reason: "the branch is gone"
		} : remote.refuse(error, branch);
	}
}
function contentsOf$1({ files, message }) {
	const additions = [...files].map(([path, text]) => ({
		path,
		contents: Buffer.from(text).toString("base64")
	}));
	return {
		message: splitMessage(message),
		fileChanges: { additions }
	};
}
// src/config-repository/api/entries.ts
/** Modes as GraphQL has them, in decimal. */
const PLAIN_FILE = 33188;
const SUBMODULE = 57344;
const FOLDER = 16384;
/** An answer to `Entry` of the queries; undefined where nothing stands. */
function entryOf(answer) {
	const [mode, oid, object] = [
		fieldOf(answer, "mode"),
		idOf(fieldOf(answer, "oid")),
		fieldOf(answer, "object")
	];
	if (typeof mode !== "number" || oid === void 0) return void 0;
	if (mode === 40960) return {
		kind: "node",
		mode,
		node: { kind: "symlink" }
	};
	if (mode === SUBMODULE) return {
		kind: "node",
		mode,
		node: { kind: "submodule" }
	};
	return mode === FOLDER ? folderOf(oid, object) : blobOf$1({
		mode,
		oid
	}, object);
}
function folderOf(oid, tree) {
	const listing = listOf(fieldOf(tree, "entries")).flatMap(listed);
	const entries = listing.map(({ name }) => name);
	return {
		kind: "node",
		mode: FOLDER,
		node: {
			kind: "folder",
			id: oid,
			entries
		},
		listing
	};
}
function listed(entry) {
	const [name, oid, mode] = [
		textOf(fieldOf(entry, "name")),
		idOf(fieldOf(entry, "oid")),
		fieldOf(entry, "mode")
	];
	return name !== void 0 && oid !== void 0 && typeof mode === "number" ? [{
		name,
		oid,
		mode
	}] : [];
}
function blobOf$1({ mode, oid }, blob) {
	const bytes = Number(fieldOf(blob, "byteSize"));
	if (bytes > LIMITS.file) return {
		kind: "node",
		mode,
		node: {
			kind: "large",
			id: oid,
			bytes,
			of: "file"
		}
	};
	if (fieldOf(blob, "isBinary") === true) return {
		kind: "node",
		mode,
		node: { kind: "binary" }
	};
	const text = wholeText(oid, blob);
	return text === void 0 ? {
		kind: "unread",
		mode,
		oid
	} : {
		kind: "node",
		mode,
		node: {
			kind: "file",
			id: oid,
			text
		}
	};
}
/**
* The text, if it is all of the file byte by byte: GitHub cuts long ones, and turns other encodings into UTF-8. Its id
* says so: what is edited and written back must be what was there.
*/
function wholeText(oid, blob) {
	const text = textOf(fieldOf(blob, "text"));
	return text !== void 0 && idOfBlob(Buffer.from(text), oid.length) === oid ? text : void 0;
}
/** The id that git gives a blob (gitformat-pack, "object names"). */
function idOfBlob(content, length) {
	return createHash(length === 64 ? "sha256" : "sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
}
/** A file from its bytes. */
function fileOf(oid, content) {
	try {
		return {
			kind: "file",
			id: oid,
			text: new TextDecoder("utf-8", {
				fatal: true,
				ignoreBOM: true
			}).decode(content)
		};
	} catch {
		return { kind: "binary" };
	}
}
// src/config-repository/api/obstacle.ts
/** Far below where GitHub begins to time out: some hundred files, or 2.5 MB in one tree. */
const MOST_FILES$1 = 50;
const MOST_BYTES$1 = 1048576;
/**
* Why GitHub's API cannot make a commit as git would; undefined where it can. Whatever it writes is a plain file
* afterwards, so that a program would lose its mode, and a link become a file.
*/
function obstacleTo({ files }, modeOf) {
	if (files.size > MOST_FILES$1) return {
		why: `it changes ${files.size} files, and the API takes ${MOST_FILES$1}`,
		otherwise: FEWER
	};
	const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
	if (bytes > MOST_BYTES$1) return {
		why: `it has ${inMebibytes(bytes)}, and the API takes ${inMebibytes(MOST_BYTES$1)}`,
		otherwise: files.size > 1 ? FEWER : "take the file apart into smaller ones"
	};
	const other = [...files.keys()].find((path) => modeOf(path) !== PLAIN_FILE);
	return other === void 0 ? void 0 : ofMode(other, modeOf(other));
}
/** The files in their order, apart by what GitHub takes at once; a file that is more than that stands alone. */
function partsOf(files) {
	const parts = [];
	let bytes = 0;
	for (const file of files) {
		const size = Buffer.byteLength(file[1]);
		const last = parts.at(-1);
		const fits = last !== void 0 && last.length < MOST_FILES$1 && bytes + size <= MOST_BYTES$1;
		if (fits) last.push(file);
		else parts.push([file]);
		bytes = fits ? bytes + size : size;
	}
	return parts;
}
const FEWER = "name fewer overlays in one step";
function ofMode(path, mode) {
	return {
		why: `${path} has the mode ${mode?.toString(8) ?? "of another kind"}, which the API would make 100644`,
		otherwise: mode === 40960 ? "name the file that the link leads to, or put that file in its place" : "change that file: git update-index --chmod=-x takes the mode of a program from it"
	};
}
/** Where it was asked for the API and nothing else. */
function failObstacle({ why, otherwise }) {
	return fail({
		code: "CONFIG_REFUSED",
		inputs: ["commit-via"],
		message: `commit-via is api, and GitHub's API cannot make this commit: ${why}`,
		hint: `Set commit-via: auto, so that such a commit goes by git; or ${otherwise}.`
	});
}
// src/config-repository/api/terms.ts
/** @param withinMs undefined: each request has the time of its own. */
function termsWithin(withinMs) {
	if (withinMs === void 0) return () => ({});
	const end = performance.now() + withinMs;
	return () => ({ budgetMs: Math.max(0, end - performance.now()) });
}
// src/config-repository/api/by-git.ts
/** The same repository over git, for what the API does not serve; it is opened when it is first needed. */
var ByGit = class {
	#ports;
	#label;
	#git;
	constructor(ports, label) {
		this.#ports = ports;
		this.#label = label;
	}
	/** At this tip; undefined where the branch has moved on. */
	async at(tip, reason) {
		if (!this.#git) this.#ports.log.info(`The config repository is cloned by git: ${reason}.`);
		const git = this.#opened();
		return (await git.read([])).tip === tip ? git : void 0;
	}
	async commit(tip, change, { reason, left }) {
		this.#ports.log.notice(`This commit goes by git, and is not signed by GitHub: ${reason}.`);
		const git = this.#opened();
		if ((await git.read([...change.files.keys()], left().budgetMs)).tip !== tip) return {
			...NOT_LANDED,
			reason: "the branch has moved",
			unsent: true
		};
		return git.commit(tip, change, left().budgetMs);
	}
	movedOn() {
		return fail({
			code: "CONFIG_UNREACHABLE",
			message: `config-repository ${this.#label} moved on while it was cloned`,
			hint: "Run the job again."
		});
	}
	#opened() {
		this.#git ??= this.#ports.git();
		return this.#git;
	}
};
// src/config-repository/api/find-landed.ts
/** The one of the commits that the branch holds, by the messages: nobody knows the id of one whose answer was lost. */
async function findLanded(remote, { tip, sent, withinMs }) {
	const query = recentQuery(remote.names, {
		branch: remote.branch,
		tip
	});
	const answer = await remote.query(query, termsWithin(withinMs)());
	const recent = ["branch.target", "seen"].flatMap((path) => listOf(fieldOf(answer, "repository", ...path.split("."), "history", "nodes")));
	for (const commit of recent) {
		const [id, message] = [idOf(fieldOf(commit, "oid")), textOf(fieldOf(commit, "message")) ?? ""];
		const own = sent.find((one) => one.id === id || one.id === void 0 && hasMessage(message, one.message));
		if (id !== void 0 && own) return {
			...own,
			id
		};
	}
}
// src/config-repository/api/refusal/described.ts
/** The input of an App: what is refused is the App, and not a token that anybody has given. */
const APP = "config-app-id";
/** The input of the token of the job, which commits to the repository of the run. */
const JOB_TOKEN = "github-token";
/** How to call the owner of a credential. */
const nameOf = (input) => input === "config-app-id" ? `the App of ${APP}` : input;
// src/config-repository/api/refusal/past-rule.ts
const LIST = "the bypass list of that rule (Settings, Rules or Branches)";
/** The ways past a rule, by what it demands; a branch that is locked takes nothing from anybody. */
function pastRule({ branch, input }, said) {
	if (/locked branch/i.test(said)) return `Take "Lock branch" out of the protection of ${branch}, which lets nobody write to it, or set config-branch to another one.`;
	if (input === "github-token") return pastRuleOfJob(said);
	const bypass = `add ${input === "config-app-id" ? "that App" : `the App or user of ${input}`} to ${LIST}`;
	if (/pull request|merge queue/i.test(said)) return `Set delivery: pull-request, which that rule asks for; or ${bypass}, or set config-branch to a branch without it.`;
	if (/signatures/i.test(said)) return `Set config-token to the token of a GitHub App, or config-app-id: GitHub signs what those commit; or ${bypass}.`;
	if (/status check/i.test(said)) return `Set delivery: pull-request with auto-merge, so that the checks run before the merge; or ${bypass}.`;
	return `${bypass[0]?.toUpperCase()}${bypass.slice(1)}, set config-branch to a branch without it, or set delivery: pull-request.`;
}
/** It is on no bypass list, and a pull request that it opens starts no workflows (GitHub docs, "GITHUB_TOKEN"). */
function pastRuleOfJob(said) {
	if (/status check/i.test(said)) return `Set config-app-id and its key, and either delivery: pull-request or that App on ${LIST}: GITHUB_TOKEN bypasses none, and a pull request that it opens starts no checks.`;
	const app = `config-app-id and its key, with that App on ${LIST}, as GITHUB_TOKEN bypasses none`;
	if (/pull request|merge queue/i.test(said)) return `Set delivery: pull-request, which that rule asks for, and give the job "pull-requests: write" besides; or set ${app}; or set config-branch to a branch without it.`;
	return `Set ${app}; or set config-branch to a branch without it, or delivery: pull-request.`;
}
/** The same for the branch of a pull request, which is made anew by every newer commit. */
function pastRuleAside({ branch, input }, said) {
	const instead = "or name another branch: pull-request: {branch: ...}.";
	return /signatures/i.test(said) ? `Set config-app-id, or config-token to the token of a GitHub App: on the branch of a pull request GitHub signs what an App commits, and nothing else. Or take ${branch} out of the ruleset that wants signatures, ${instead}` : `Allow ${nameOf(input)} to create ${branch} and to force it: take it out of the ruleset that matches it, or add it to the bypass list; ${instead}`;
}
// src/config-repository/api/refusal/of-branch.ts
/** What is asked for is not taken there. */
function ofBranch(refused, said) {
	const { label, branch: given, input, aside } = refused;
	const branch = given === "HEAD" ? "its default branch" : given;
	const repository = `config-repository ${label}`;
	return {
		archived: {
			code: "CONFIG_DENIED",
			what: `${repository} is archived and takes no commits`,
			hint: "Unarchive it in its settings, or set config-repository to the one that took its place."
		},
		"branch-missing": {
			code: "CONFIG_BRANCH_MISSING",
			what: `${repository} has no ${given === "HEAD" ? "default branch" : `branch ${branch}`}`,
			hint: "Set config-branch to a branch with at least one commit, or leave it empty for the default branch, which an empty repository only has by name."
		},
		rule: {
			code: "CONFIG_REFUSED",
			what: `${repository} refused the commit on ${branch}`,
			hint: (aside ? pastRuleAside : pastRule)({
				branch,
				input
			}, said)
		},
		other: {
			code: "CONFIG_REFUSED",
			what: `${repository} refused the commit on ${branch}`,
			hint: "Correct what GitHub says there; commit-via: git shows whether it takes the same as a push."
		}
	};
}
// src/config-repository/api/refusal/of-credential.ts
/** What is asked with does not do. */
function ofCredential({ label, input }) {
	const repository = `config-repository ${label}`;
	return {
		"bad-token": {
			code: "CONFIG_DENIED",
			what: `${repository} refused the credential`,
			hint: input === "config-app-id" ? `Run the job again: the token that was made for ${APP} is not known any more. If it stays, look whether the App is still installed on ${label}.` : `Check ${input}: it must not be expired or revoked, and must be of this GitHub.`
		},
		saml: {
			code: "CONFIG_DENIED",
			what: `${repository} is of an organization that demands single sign-on`,
			hint: `Authorize ${input} for the organization (Settings, Developer settings, Personal access tokens, Configure SSO), or use the token of a GitHub App, which needs none.`
		},
		"ip-list": {
			code: "CONFIG_DENIED",
			what: `${repository} takes no requests from the address of this runner`,
			hint: "Add the address of the runner to the IP allow list of the organization, or run the job on a runner whose address is on it."
		},
		"not-allowed": {
			code: "CONFIG_DENIED",
			what: `${repository} refused the credential`,
			hint: allowed(input, label)
		},
		"not-found": {
			code: "CONFIG_NOT_FOUND",
			what: `${repository} was not found`,
			hint: `Check the spelling of config-repository; GitHub answers the same when ${nameOf(input)} may not see it: ${SEEN[input] ?? CHOSEN}.`
		}
	};
}
const SEEN = {
	[APP]: "install it on that repository, or add the repository to its installation",
	[JOB_TOKEN]: "the token of the job sees its own repository alone"
};
const CHOSEN = "install the App on that repository, or choose it for the token. The token of the job sees its own repository alone";
function allowed(input, label) {
	if (input === "config-app-id") return `Give the App of ${APP} the permission Contents: read and write (settings of the App, Permissions), and have it accepted by whoever installed it for ${label}.`;
	if (input === "github-token") return `Give the job "permissions: contents: write": github-token commits to ${label}, the repository of this run.`;
	return `Give ${input} contents: write on ${label}: for an App under its Permissions, accepted by whoever installed it; for a fine-grained token under Repository permissions; the token of the job can write to its own repository alone, with "permissions: contents: write".`;
}
// src/config-repository/api/refusal/of-server.ts
/** No answer that helps, whoever asks. */
function ofServer({ label, input }) {
	const repository = `config-repository ${label}`;
	return {
		limited: {
			code: "CONFIG_UNREACHABLE",
			what: `${repository} was not asked, because GitHub limits ${input}`,
			hint: "Run the job again after that time. A limit is of an App or a user, for all that they do: give deploys an App of their own, or set commit-via: git."
		},
		unreachable: {
			code: "CONFIG_UNREACHABLE",
			what: `${repository} could not be reached through GitHub's API`,
			hint: "Run the job again; if it stays, look at the status of GitHub and at the network of the runner."
		},
		"no-api": {
			code: "CONFIG_UNREACHABLE",
			what: `what answers for ${repository} is no API of GitHub`,
			hint: "Set commit-via: git, and check what the runner has in GITHUB_API_URL."
		},
		"too-old": {
			code: "CONFIG_REFUSED",
			what: `${repository} is on a server whose API does not have what this commit takes`,
			hint: "Set commit-via: git, which every GitHub Enterprise Server takes, though without a signature of GitHub; or update that server."
		},
		"too-large": {
			code: "CONFIG_TOO_LARGE",
			what: `${repository} holds more than is read or written through GitHub's API`,
			hint: "Set commit-via: git, or name fewer overlays in one step."
		}
	};
}
// src/config-repository/api/refusal/refusal.ts
/** @throws StepError */
function failRefused(failure, refused) {
	const kind = kindOf(failure);
	const { rules = [] } = refused;
	const said = failure.said.length > 0 ? failure.said.slice(0, 6).join("; ") : failure.message;
	const { code, what, hint } = describe(refused, said)[kind];
	const problem = {
		code,
		message: [SAID_ALREADY.has(kind) ? what : `${what}: ${said.replace(/\.$/, "")}`, ...rules].join(". "),
		hint
	};
	return fail(problem, failure);
}
/** GitHub's words say the same as those of this step. */
const SAID_ALREADY = /* @__PURE__ */ new Set(["branch-missing", "archived"]);
const describe = (refused, said) => ({
	...ofCredential(refused),
	...ofBranch(refused, said),
	...ofServer(refused)
});
// src/config-repository/api/refusal/rules.ts
/** More rulesets than people put over one branch. */
const MOST_RULESETS = 3;
/** More than there are kinds of rules. */
const MOST_RULES = 30;
/**
* Which rules a branch has, and who may bypass them, as sentences. Asked after a refusal alone: the list does not say
* whether they hold for whoever asks (GitHub docs, "Get rules for a branch"; classic protection is not in it).
*/
async function rulesOf(ask, branch) {
	try {
		const { data } = await ask(({ request }) => request("GET /repos/{owner}/{repo}/rules/branches/{branch}", {
			...branch,
			per_page: 100
		}));
		const rules = listOf(data);
		const ids = [...new Set(rules.map((rule) => Number(fieldOf(rule, "ruleset_id"))))].filter(Number.isInteger);
		return await Promise.all(ids.slice(0, MOST_RULESETS).map((id) => rulesetOf(ask, branch, {
			id,
			rules
		})));
	} catch {
		return [];
	}
}
async function rulesetOf(ask, { owner, repo }, { id, rules }) {
	const types = rules.filter((rule) => fieldOf(rule, "ruleset_id") === id).map((rule) => shown(fieldOf(rule, "type")));
	const demanded = [...new Set(types)].slice(0, MOST_RULES).join(", ");
	const says = (name, bypass) => `The ruleset ${name} demands ${demanded}${bypass}`;
	try {
		const { data } = await ask(({ request }) => request("GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", {
			owner,
			repo,
			ruleset_id: id
		}));
		const page = textOf(fieldOf(data, "_links", "html", "href"));
		return says(`"${shown(fieldOf(data, "name"))}"${page === void 0 ? "" : ` (${shown(page)})`}`, bypassOf(fieldOf(data, "bypass_actors")));
	} catch {
		return says(String(id), "");
	}
}
/** GitHub shows them only to whoever may change the ruleset. */
function bypassOf(actors) {
	if (!Array.isArray(actors)) return "";
	return `, and may be bypassed by ${actors.map((actor) => `${shown(fieldOf(actor, "actor_type"))} ${shown(fieldOf(actor, "actor_id"))}`).slice(0, 10).join(", ") || "nobody"}`;
}
const shown = (value) => typeof value === "string" || typeof value === "number" ? cutLine(oneLine(String(value))).slice(0, 200) : "?";
// src/config-repository/api/remote.ts
/** As long as a transfer of git has. */
const BUDGET_MS = 18e4;
/** Some hundred files of the largest that are read come in one answer. */
const MOST_BYTES = 67108864;
/** The config repository at GitHub's API: its requests, and what refusals of it mean. */
var ApiRemote = class {
	#plan;
	#label;
	#input;
	#access;
	/** As people call it, until GitHub has named it. */
	branch;
	constructor(plan, config, access) {
		this.#plan = plan;
		this.#label = config.remote.label;
		this.#input = inputOf(config.credential);
		this.#access = access;
		this.branch = config.branch ?? "HEAD";
	}
	get names() {
		const [owner = "", name = ""] = this.#plan.repository.split("/");
		return {
			owner,
			name
		};
	}
	/** `owner/name` */
	get repository() {
		return this.#plan.repository;
	}
	get label() {
		return this.#label;
	}
	/** Loads and connects while others are at work. */
	prepare() {
		this.#open(void 0).prepare();
	}
	/** @throws StepError for a refusal. */
	async query(query, terms = {}) {
		return this.request(({ graphql }) => graphql(query.text, { ...query.variables }), terms);
	}
	async request(call, terms = {}) {
		try {
			return await this.ask(call, terms);
		} catch (error) {
			if (error instanceof GithubFailure) return this.fail(error);
			throw error;
		}
	}
	/** @throws GithubFailure for a refusal. */
	async ask(call, terms = {}) {
		const credential = await this.#access.credential();
		const github = this.#open(credential.kind === "token" ? credential.token : void 0);
		const limits = {
			budgetMs: BUDGET_MS,
			mostBytes: MOST_BYTES,
			...terms
		};
		return whileNew(() => github.ask(call, limits), this.#access);
	}
	/** The bytes of a blob, however long it is and whatever they are. */
	async blob(oid, terms = {}) {
		const { owner, name } = this.names;
		const { data } = await this.request(({ request }) => request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
			owner,
			repo: name,
			file_sha: oid
		}), terms);
		const content = Buffer.from(textOf(fieldOf(data, "content")) ?? "", "base64");
		if (idOfBlob(content, oid.length) === oid) return content;
		return this.fail(new GithubFailure("answered with another file than was asked for", { retry: "final" }));
	}
	/** All that is below a tree; undefined where GitHub does not list all of it. */
	async listing(tree) {
		const { owner, name } = this.names;
		const { data } = await this.request(({ request }) => request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
			owner,
			repo: name,
			tree_sha: tree,
			recursive: "1"
		}));
		const entries = fieldOf(data, "tree");
		if (Array.isArray(entries)) return fieldOf(data, "truncated") === true ? void 0 : entries;
		return this.fail(new GithubFailure("answered with something else than a tree", {
			retry: "final",
			status: 404
		}));
	}
	/** @throws StepError where GitHub has not said it: nothing may be made of another one. */
	known(id, what) {
		const said = `answered without the id of ${what}`;
		return idOf(id) ?? this.fail(new GithubFailure(said, { retry: "final" }));
	}
	/** A refusal in our words; of a rule with what the rules of the branch are. */
	async refuse(failure, branch = this.branch) {
		const { owner, name: repo } = this.names;
		const ask = (call) => this.ask(call, { budgetMs: 1e4 });
		const rules = kindOf(failure) === "rule" ? await rulesOf(ask, {
			owner,
			repo,
			branch
		}) : [];
		return this.fail(failure, {
			branch,
			rules
		});
	}
	fail(failure, { branch = this.branch, rules = [] } = {}) {
		const aside = branch !== this.branch;
		return failRefused(failure, {
			label: this.#label,
			branch,
			input: this.#input,
			rules,
			aside
		});
	}
	#open(token) {
		const { signal, watch } = this.#access;
		return openGithub({
			apiUrl: this.#plan.apiUrl,
			token,
			signal,
			...watch ? { watch } : {}
		});
	}
};
// src/config-repository/api/tree.ts
/** The paths of all files of a listing. */
const pathsIn = (entries) => entries.flatMap((entry) => {
	const path = textOf(fieldOf(entry, "path"));
	return path !== void 0 && fieldOf(entry, "type") !== "tree" ? [path] : [];
});
/** A clone is quicker for more. */
const MOST_FILES = 300;
const AT_ONCE$1 = 50;
/** Writes what is below the folders as plain files; a link becomes a file that names its target, as with git. */
async function writeListed(remote, { roots, folder, knownAt }) {
	const blobs = [];
	for (const [root, tree] of roots) {
		const entries = await remote.listing(tree);
		if (!entries) return "too-many";
		blobs.push(...entries.flatMap((entry) => blobOf(root, entry)));
		if (blobs.length > MOST_FILES) return "too-many";
		mkdirSync(join(folder, root), { recursive: true });
	}
	const refused = refusalOf(blobs);
	if (refused !== void 0) return { refused };
	const contents = await contentsOf(remote, blobs, knownAt);
	for (const { path, mode, oid } of blobs) {
		const content = contents.get(oid) ?? Buffer.alloc(0);
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		const fault = write(folder, {
			path,
			type: "0",
			target: "",
			executable: mode === "100755"
		}, content);
		if (fault !== void 0) return { refused: fault };
	}
	return { folder };
}
function blobOf(root, entry) {
	const [path, oid] = [textOf(fieldOf(entry, "path")), idOf(fieldOf(entry, "sha"))];
	if (path === void 0 || oid === void 0 || fieldOf(entry, "type") !== "blob") return [];
	const [mode = "", bytes] = [textOf(fieldOf(entry, "mode")), Number(fieldOf(entry, "size"))];
	return [{
		path: inFolder(root, path),
		mode,
		oid,
		bytes: Number.isFinite(bytes) ? bytes : 0
	}];
}
function refusalOf(blobs) {
	let inAll = 0;
	for (const [index, blob] of blobs.entries()) {
		inAll += blob.bytes;
		const refused = excessOf(blob, index + 1, inAll) ?? faultOf(blob);
		if (refused !== void 0) return refused;
	}
}
/** By id: what is known already is not asked for again, and equal files once. */
async function contentsOf(remote, blobs, knownAt) {
	const contents = /* @__PURE__ */ new Map();
	for (const { path, oid } of blobs) {
		const known = knownAt(path);
		if (known?.kind === "file" && known.id === oid) contents.set(oid, Buffer.from(known.text));
	}
	const open = [...new Set(blobs.map(({ oid }) => oid))].filter((oid) => !contents.has(oid));
	for (let from = 0; from < open.length; from += AT_ONCE$1) {
		const some = open.slice(from, from + AT_ONCE$1);
		const answer = await remote.query(blobsQuery(remote.names, some));
		for (const [index, oid] of some.entries()) {
			const text = wholeText(oid, fieldOf(answer, "repository", `b${index}`));
			contents.set(oid, text === void 0 ? await remote.blob(oid) : Buffer.from(text));
		}
	}
	return contents;
}
// src/config-repository/api/known-tree.ts
/** What was read of one commit, absences too: asked for again it costs no request. */
var KnownTree = class {
	tip;
	#label;
	#entries = /* @__PURE__ */ new Map();
	#kept = 0;
	constructor(tip, label) {
		this.tip = tip;
		this.#label = label;
	}
	/** @throws StepError CONFIG_TOO_LARGE. */
	add(path, entry) {
		this.#entries.set(path, entry);
		if (entry?.kind === "node" && entry.node.kind === "file") this.#kept += entry.node.text.length;
		if (this.#kept > LIMITS.read) tooMuch(this.#label);
	}
	get(path) {
		return this.#entries.get(path);
	}
	nodeAt(path) {
		const entry = this.#entries.get(path);
		return entry?.kind === "node" ? entry.node : void 0;
	}
	modeAt(path) {
		return this.#entries.get(path)?.mode;
	}
	/** Whether nobody needs to be asked: it was read, or the listing of a folder above says that it is not there. */
	knows(path) {
		return this.#entries.has(path) || this.#isAbsent(path);
	}
	#isAbsent(path) {
		if (path === "") return false;
		const parent = parentOf(path);
		if (!this.#entries.has(parent)) return this.#isAbsent(parent);
		const above = this.#entries.get(parent);
		if (above?.kind !== "node" || !above.listing) return true;
		const name = path.slice(path.lastIndexOf("/") + 1);
		return !above.listing.some((entry) => entry.name === name);
	}
};
function tooMuch(label) {
	return fail({
		code: "CONFIG_TOO_LARGE",
		message: `the files that this step would have to read of config-repository ${label} have more than ${inMebibytes(LIMITS.read)}`,
		hint: "Name fewer overlays in one step, or set render-check: off, so that their bases are not read."
	});
}
// src/config-repository/api/tree-reader.ts
/** As many paths in one query; GitHub gives a query ten seconds. */
const AT_ONCE = 100;
/** Commits of the config repository as far as they were asked for. */
var TreeReader = class {
	#remote;
	#options;
	#known;
	constructor(remote, options) {
		this.#remote = remote;
		this.#options = options;
		this.#known = new KnownTree("", remote.label);
	}
	/** The newest tip that was read. */
	get tip() {
		return this.#known.tip;
	}
	async read(paths, withinMs) {
		const asked = askable(paths);
		const left = termsWithin(withinMs);
		const first = asked.slice(0, AT_ONCE);
		const query = headQuery(this.#remote.names, this.#options.branch, first);
		const answer = await this.#remote.query(query, left());
		const commit = this.#headOf(answer);
		const tip = idOf(fieldOf(commit, "oid")) ?? this.#noBranch();
		const known = new KnownTree(tip, this.#remote.label);
		known.add("", folderOf(idOf(fieldOf(commit, "root", "oid")) ?? "", fieldOf(commit, "root")));
		await this.#take(known, first, {
			commit,
			left
		});
		this.#known = known;
		return {
			tip,
			nodes: nodesIn(await this.load(tip, paths, left), paths)
		};
	}
	#headOf(answer) {
		const repository = fieldOf(answer, "repository");
		if (repository === void 0) this.#noGithub();
		if (fieldOf(repository, "isArchived") === true) this.#archived();
		this.#remote.branch = textOf(fieldOf(repository, "branch", "name")) ?? this.#remote.branch;
		const name = textOf(fieldOf(repository, "nameWithOwner"));
		if (name !== void 0 && NAME.test(name) && this.tip === "") this.#options.onNamed(name);
		return fieldOf(repository, "branch", "target");
	}
	async nodesAt(tip, paths) {
		return nodesIn(await this.load(tip, paths), paths);
	}
	/** What is known of a commit, with these paths. */
	async load(tip, paths, left = termsWithin()) {
		const known = this.#known.tip === tip ? this.#known : new KnownTree(tip, this.#remote.label);
		const open = askable(paths).filter((path) => !known.knows(path));
		for (let from = 0; from < open.length; from += AT_ONCE) {
			const some = open.slice(from, from + AT_ONCE);
			const { text, variables } = commitQuery(this.#remote.names, tip, some);
			const commit = await this.#remote.request(async ({ graphql }) => commitIn(await graphql(text, { ...variables })), left());
			await this.#take(known, some, {
				commit,
				left
			});
		}
		return known;
	}
	async #take(known, paths, { commit, left }) {
		for (const [index, path] of paths.entries()) {
			const entry = entryOf(fieldOf(commit, `p${index}`));
			if (entry?.kind !== "unread") known.add(path, entry);
			else {
				const { mode, oid } = entry;
				known.add(path, {
					kind: "node",
					mode,
					node: fileOf(oid, await this.#remote.blob(oid, left()))
				});
			}
		}
	}
	#noBranch() {
		const failure = {
			retry: "final",
			type: "NOT_FOUND",
			status: 200
		};
		const said = [`No such branch: ${this.#options.branch ?? "the default branch, as it is empty"}`];
		return this.#remote.fail(new GithubFailure("knows no such branch", {
			...failure,
			said
		}));
	}
	#noGithub() {
		return this.#remote.fail(new GithubFailure("answered with something else than a repository", {
			retry: "final",
			status: 404
		}));
	}
	#archived() {
		return this.#remote.fail(new GithubFailure("refused", {
			retry: "final",
			status: 403,
			said: ["Repository was archived so is read-only"]
		}));
	}
};
/** As GitHub names repositories; it becomes a part of an address. */
const NAME = /^[A-Za-z0-9][\w-]{0,99}\/(?!\.{1,2}$)[\w.-]{1,100}$/;
const askable = (paths) => [...new Set(paths)].filter((path) => path !== "" && isAskable(path));
/** What stands at the paths, of what is known. */
const nodesIn = (known, paths) => nodesAmong(paths, (path) => known.nodeAt(path));
/** A server that is behind does not know the newest commit yet. */
function commitIn(answer) {
	const commit = fieldOf(answer, "repository", "commit");
	if (idOf(fieldOf(commit, "oid")) !== void 0) return commit;
	throw new GithubFailure("does not know the commit of its own branch", {
		retry: "transient",
		status: 200
	});
}
// src/config-repository/api/api-repository.ts
var api_repository_exports = /* @__PURE__ */ __exportAll({ ApiRepository: () => ApiRepository });
/**
* The config repository over GitHub's API: one query for the head and the files, one mutation for the commit, which GitHub
* signs. No clone, no git (docs/adr/0020).
*/
var ApiRepository = class {
	#plan;
	#ports;
	#remote;
	#reader;
	#byGit;
	constructor(config, plan, ports) {
		this.#plan = plan;
		this.#ports = ports;
		this.#remote = new ApiRemote(plan, config, ports);
		this.#byGit = new ByGit(ports, this.#remote.label);
		this.#reader = new TreeReader(this.#remote, {
			branch: config.branch,
			onNamed: (name) => this.#say(name)
		});
	}
	/** Nothing is sent yet; nothing is at work that others must wait for. */
	async begin() {
		this.#remote.prepare();
	}
	/** For branches beside the base; its name is known once the base was read. */
	get remote() {
		return this.#remote;
	}
	read(paths, withinMs) {
		return this.#reader.read(paths, withinMs);
	}
	#say(name) {
		const { repository, serverUrl } = this.#plan;
		if (name.toLowerCase() !== repository.toLowerCase()) this.#ports.onMoved?.(`${serverUrl}/${name}`);
	}
	nodesAt(tip, paths) {
		return this.#reader.nodesAt(tip, paths);
	}
	async list(tip) {
		const entries = await this.#remote.listing(tip);
		if (entries) return pathsIn(entries).filter(isAskable);
		const git = await this.#byGit.at(tip, "it has more files than GitHub lists");
		return git ? git.list(tip) : this.#byGit.movedOn();
	}
	async materialise(tip, paths) {
		const known = await this.#reader.load(tip, paths);
		const roots = paths.length === 0 ? [["", tip]] : folderIds(nodesIn(known, paths));
		const folder = this.#ports.workspace.folder(`tree-${tip}`);
		const written = await writeListed(this.#remote, {
			roots,
			folder,
			knownAt: (path) => known.nodeAt(path)
		});
		if (written !== "too-many") return written;
		const git = await this.#byGit.at(tip, "the overlays lead to many files");
		return git ? git.materialise(tip, paths) : { refused: "the branch moved on while it was cloned" };
	}
	async foresee(tip, files) {
		if (!this.#plan.required) return;
		const obstacle = await this.#obstacleTo(tip, files);
		if (obstacle) failObstacle(obstacle);
	}
	async #obstacleTo(tip, files, left) {
		const known = await this.#reader.load(tip, [...files.keys()], left);
		return obstacleTo({ files }, (path) => known.modeAt(path));
	}
	async commit(tip, change, withinMs) {
		const left = termsWithin(withinMs);
		const obstacle = await this.#obstacleTo(tip, change.files, left);
		if (obstacle) {
			if (this.#plan.required) failObstacle(obstacle);
			return this.#byGit.commit(tip, change, {
				reason: obstacle.why,
				left
			});
		}
		return createCommit(this.#remote, {
			branch: this.#remote.branch,
			expected: tip,
			change,
			left
		});
	}
	async landed(sent, withinMs) {
		return findLanded(this.#remote, {
			tip: this.#reader.tip,
			sent,
			withinMs
		});
	}
};
const folderIds = (nodes) => [...nodes].flatMap(([path, node]) => node.kind === "folder" ? [[path, node.id]] : []);
export { partsOf as a, kindOf as c, placeQuery as d, refOf as f, obstacleTo as i, UPDATE_REFS as l, sideQuery as m, ApiRemote as n, NOT_LANDED as o, repositoryQuery as p, termsWithin as r, createCommit as s, api_repository_exports as t, parentQuery as u };
