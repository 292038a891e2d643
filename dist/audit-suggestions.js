import { n as __exportAll } from "./rolldown-runtime.js";
import { v as fail } from "./index.js";
import { H as GithubFailure, V as openGithub } from "./gitops.js";
import { G as fieldOf, J as recordOf, St as plain, Y as textOf, w as readPayload, yt as fenced } from "./doors.js";
import { i as pastLimits } from "./pull-request.js";
import { r as structuredPatch } from "./diff.js";
const { hash } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
// src/github/review.ts
const PAGE = 100;
/** GitHub lists no more files of a pull request (GitHub docs, "List pull requests files"). */
const MOST_PAGES = 30;
const TERMS = { mostBytes: 67108864 };
/** GitHub's REST API of reviews, with `pull_requests: write`. */
function openReview(given, { repository, number }) {
	const github = pastLimits(given);
	const path = `/repos/${repository}/pulls/${number}`;
	const all = async (part) => {
		const found = [];
		for (let page = 1; page <= MOST_PAGES; page += 1) {
			const query = `GET ${path}/${part}?per_page=${PAGE}&page=${page}`;
			const { data } = await github.ask((calls) => calls.request(query), TERMS);
			if (!Array.isArray(data)) throw new GithubFailure(`answered without ${part}`, { retry: "final" });
			found.push(...data.map(recordOf));
			if (data.length < PAGE) break;
		}
		return found;
	};
	return {
		files: async () => (await all("files")).map(({ filename, patch }) => ({
			path: textOf(filename) ?? "",
			patch: textOf(patch)
		})),
		comments: async () => (await all("comments")).map(({ body }) => textOf(body) ?? ""),
		say: async (commit, comments) => {
			const body = {
				commit_id: commit,
				event: "COMMENT",
				comments: comments.map(shapeOf)
			};
			await github.ask((calls) => calls.request(`POST ${path}/reviews`, body), {
				...TERMS,
				once: true
			});
		}
	};
}
/** A comment of one line has no first one (GitHub docs, "Create a review for a pull request"). */
const shapeOf = ({ path, firstLine, lastLine, body }) => ({
	path,
	body,
	line: lastLine,
	side: "RIGHT",
	...firstLine === lastLine ? {} : {
		start_line: firstLine,
		start_side: "RIGHT"
	}
});
// src/doors/audit/suggestions/blocks.ts
/** What fixes change, block by block. What is only added goes with the line before it, or behind it. */
function blocksOf({ path, before, after }) {
	if (before === void 0) return [];
	const lines = before.split("\n");
	const { hunks } = structuredPatch(path, path, before, after, "", "", { context: 0 });
	return hunks.flatMap(({ oldStart, lines: changed }) => {
		const added = linesWith("+", changed);
		const removed = linesWith("-", changed);
		if (removed.length > 0) return [blockAt({
			path,
			firstLine: oldStart
		}, removed, added)];
		const [line = "", next = ""] = [lines[oldStart - 2], lines[0]];
		return oldStart > 1 ? [blockAt({
			path,
			firstLine: oldStart - 1
		}, [line], [line, ...added])] : [blockAt({
			path,
			firstLine: 1
		}, [next], [...added, next])];
	});
}
function blockAt({ path, firstLine }, before, after) {
	return {
		path,
		firstLine,
		lastLine: firstLine + before.length - 1,
		before,
		after
	};
}
const linesWith = (mark, lines) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1));
// src/doors/audit/suggestions/suggest.ts
/** What a pull request is to be told of fixes: only of lines that its diff has, as they are, and nothing twice. */
function suggest({ fixed, findings }, files, said) {
	const shown = new Map(files.map(({ path, patch = "" }) => [path, shownLines(patch)]));
	const blocks = fixed.flatMap(blocksOf);
	const fitting = blocks.filter((block) => isShown(block, shown.get(block.path)));
	const fresh = fitting.filter((block) => !said.some((text) => text.includes(markOf(block))));
	return {
		comments: fresh.map((block) => ({
			path: block.path,
			firstLine: block.firstLine,
			lastLine: block.lastLine,
			body: bodyOf(block, findings)
		})),
		known: fitting.length - fresh.length,
		elsewhere: fixed.filter(({ before }) => before === void 0).length + blocks.length - fitting.length
	};
}
/** Lines of the new side of a diff, by their numbers. */
function shownLines(patch) {
	const lines = /* @__PURE__ */ new Map();
	let next = 0;
	for (const line of patch.split("\n")) {
		const [, start] = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(line) ?? [];
		if (start !== void 0) next = Number(start);
		else if (line.startsWith("+") || line.startsWith(" ")) {
			lines.set(next, line.slice(1));
			next += 1;
		}
	}
	return lines;
}
/** The checkout is a merge: its lines may be others than those of the branch. */
const isShown = ({ firstLine, before }, shown) => before.every((line, index) => shown?.get(firstLine + index) === line);
/** By what it changes, and not by where: lines move. */
const markOf = ({ path, before, after }) => `<!-- ecr-gitops audit ${hash("sha256", JSON.stringify([
	path,
	before,
	after
])).slice(0, 32)} -->`;
function bodyOf(block, findings) {
	const { path, firstLine, lastLine, after } = block;
	const why = findings.filter((one) => one.path === path && one.line <= lastLine && one.endLine >= firstLine).map(({ rule, message, hint }) => `**${rule}**: ${plain(message)}. ${plain(hint)}`);
	return [
		...why.length > 0 ? why : ["This belongs to a fix of another line."],
		suggestion(after),
		markOf(block)
	].join("\n\n");
}
function suggestion(lines) {
	return lines.length === 0 ? "```suggestion\n```" : fenced(lines.join("\n"), "suggestion");
}
// src/doors/audit/suggestions/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ deliverSuggestions: () => deliverSuggestions });
/** Puts fixes on the pull request of the run as suggestions: each has a button that commits it. */
function deliverSuggestions({ environment, signal, watch, log }) {
	return async (fixed, { findings, githubToken: token }) => {
		const { variables: env } = environment;
		const payload = await readPayload(env.GITHUB_EVENT_PATH);
		const number = fieldOf(payload, "pull_request", "number");
		const head = textOf(fieldOf(payload, "pull_request", "head", "sha"));
		const repository = env.GITHUB_REPOSITORY;
		if (typeof number !== "number" || head === void 0 || !repository) return noPullRequest();
		const apiUrl = env.GITHUB_API_URL || "https://api.github.com";
		const review = openReview(openGithub({
			apiUrl,
			token,
			credential: "github-token",
			signal,
			watch
		}), {
			repository,
			number
		});
		try {
			const [files, said] = await Promise.all([review.files(), review.comments()]);
			const { comments, known, elsewhere } = suggest({
				fixed,
				findings
			}, files, said);
			for (let from = 0; from < comments.length; from += MOST_COMMENTS) await review.say(head, comments.slice(from, from + MOST_COMMENTS));
			return { suggestions: {
				made: comments.length + known,
				elsewhere
			} };
		} catch (error) {
			if (!(error instanceof GithubFailure)) throw error;
			log.warning(`GitHub took no suggestions: it ${error.message}. They need pull-requests: write, which runs of forks do not have.`);
			return { suggestions: {
				made: 0,
				elsewhere: fixed.length
			} };
		}
	};
}
/** A review with many comments takes GitHub long, and one with too many is refused. */
const MOST_COMMENTS = 50;
function noPullRequest() {
	return fail({
		code: "INPUT_INVALID",
		inputs: ["fix-as"],
		message: "fix-as is suggestions, and this run is for no pull request to make them on",
		hint: "Run on the event pull_request, or set fix-as to files, patch or pull-request."
	});
}
export { open_exports as t };
