import { n as __exportAll } from "./rolldown-runtime.js";
import { t as ApiBranches } from "./api-branches.js";
import { n as ApiRemote } from "./config-api.js";
import { v as fail } from "./index.js";
import { V as openGithub } from "./gitops.js";
import { r as openPulls } from "./pull-request.js";
import { St as plain, kn as withoutLastSlashes, vt as code } from "./doors.js";
import { d as counted } from "./door-audit.js";
const { hash } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
// src/doors/audit/pull-request/describe.ts
/** By what commits and pull requests of fixes are known again. */
const TRAILER = "Audit-Fixes";
/** GitHub takes 65,536 characters; nobody reads so many. */
const MOST_LISTED = 100;
/** What a commit and a pull request say of fixes. */
function describeFixes(fixed, findings) {
	const texts = fixed.map(({ path, after }) => [path, after]);
	const mark = `${TRAILER}: ${hash("sha256", JSON.stringify(texts)).slice(0, 32)}`;
	const title = `fix(audit): ${counted(findings.length, "finding")} in ${counted(fixed.length, "file")}`;
	const lines = findings.slice(0, MOST_LISTED).map(({ path, line, rule, message }) => `- ${code(`${path}:${line}`)} **${rule}**: ${plain(message)}`);
	const more = findings.length - lines.length;
	const rest = more > 0 ? [`- and ${more} more`] : [];
	const rules = [...new Set(findings.map(({ rule }) => rule))].toSorted();
	return {
		title,
		body: [
			WHAT,
			[...lines, ...rest].join("\n"),
			`<!-- ${mark} -->`
		].join("\n\n"),
		message: `${title}\n\n${rules.map((rule) => `  ${rule}`).join("\n")}\n\n${mark}\n`,
		mark
	};
}
const WHAT = "Each change is the bytes of one fix; the file was read again, and says the same as before but for them.";
/** Whether an audit has made all of a branch: what others have put there is not taken away. */
const isOwn = ({ commits }) => commits?.every(({ message }) => message.includes(`\n${TRAILER}: `)) ?? false;
// src/doors/audit/pull-request/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ deliverPullRequest: () => deliverPullRequest });
/** Puts fixes on a branch of their own, with one pull request for them: the same one, as long as it is open. */
function deliverPullRequest(step) {
	return async (fixed, { findings, githubToken: token }) => {
		const run = proposingRun(step.environment.variables, token);
		const { branches, pulls } = openEdges(run, step);
		const described = describeFixes(fixed, findings);
		const branch = `ecr-gitops-audit/${run.base}`;
		const [newest] = await pulls.of(branch);
		if (newest?.state === "closed" && !newest.merged && newest.body.includes(described.mark)) {
			step.log.notice(`These fixes were proposed in ${newest.url}, which a person has closed.`);
			return { pullRequest: newest.url };
		}
		await writeBranch(branches, {
			branch,
			parent: run.commit,
			fixed,
			described
		});
		return propose(pulls, branch, described);
	};
}
function proposingRun(env, token) {
	const base = /^refs\/heads\/(.+)$/.exec(env.GITHUB_REF ?? "")?.[1];
	const { GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env;
	if (base && repository && commit && token) return {
		repository,
		base,
		commit,
		apiUrl: env.GITHUB_API_URL || "https://api.github.com",
		serverUrl: withoutLastSlashes(env.GITHUB_SERVER_URL || "https://github.com"),
		token
	};
	return fail({
		code: "INPUT_INVALID",
		inputs: ["fix-as"],
		message: `fix-as is pull-request, and ${token ? "this run is for no branch that one could be merged into" : "there is no github-token to open one with"}`,
		hint: "Run on the events push, schedule or workflow_dispatch of a branch with contents: write and pull-requests: write, or set fix-as to files, patch or suggestions."
	});
}
function openEdges(run, { signal, watch }) {
	const { repository, base, apiUrl, serverUrl, token } = run;
	const credential = {
		kind: "token",
		token,
		input: "github-token"
	};
	const remote = new ApiRemote({
		kind: "api",
		reason: "fixes are proposed",
		required: true,
		repository,
		serverUrl,
		apiUrl
	}, {
		branch: base,
		remote: {
			url: `${serverUrl}/${repository}`,
			webUrl: void 0,
			label: repository
		},
		credential
	}, {
		credential: async () => credential,
		signal,
		watch
	});
	const github = openGithub({
		apiUrl,
		token,
		credential: "github-token",
		signal,
		watch
	});
	return {
		branches: new ApiBranches({
			remote,
			read: async () => ({
				tip: run.commit,
				nodes: /* @__PURE__ */ new Map()
			})
		}),
		pulls: openPulls(github, {
			repository,
			base: async () => base,
			input: "github-token",
			signal
		})
	};
}
const AUTHOR = {
	name: "github-actions[bot]",
	email: "41898282+github-actions[bot]@users.noreply.github.com"
};
async function writeBranch(branches, { branch, parent, fixed, described: { message, mark } }) {
	const there = await branches.branch(branch);
	if (there && !isOwn(there)) fail({
		code: "PULL_REQUEST_BRANCH",
		message: `the branch ${branch} has commits that no audit has made`,
		hint: `Merge or remove the branch ${branch}: what is on it would be lost.`
	});
	if (there?.commits?.at(-1)?.message.includes(mark)) return;
	const files = new Map(fixed.map(({ path, after }) => [path, after]));
	const outcome = await branches.commitTo({
		branch,
		parent,
		expected: there?.head
	}, {
		files,
		message,
		author: AUTHOR
	});
	if (outcome.landed) return;
	fail({
		code: "CONFIG_CONTENTION",
		message: `the branch ${branch} was not written: ${outcome.reason}`,
		hint: "Run again: another run may have written it meanwhile."
	});
}
async function propose(pulls, branch, { title, body }) {
	const find = async () => (await pulls.of(branch)).find(({ state }) => state === "open");
	const open = await find();
	if (open) {
		if (open.title !== title || open.body !== body) await pulls.update(open.number, {
			title,
			body
		});
		return { pullRequest: open.url };
	}
	const made = await pulls.create(branch, {
		title,
		body,
		draft: false
	}) ?? await find();
	return made ? { pullRequest: made.url } : {};
}
export { open_exports as t };
