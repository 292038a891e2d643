import { n as __exportAll } from "./rolldown-runtime.js";
import { C as writtenBy, F as inputOf, et as fullJitter, g as fill, x as entryKey, y as shortPrevious } from "./door-deploy.js";
import { F as imageTrailers, H as GithubFailure, I as compareLinks, N as contended, P as deployedIn, V as openGithub } from "./gitops.js";
import { Cn as cutLine, Dn as oneLine, G as fieldOf, J as recordOf, K as idOf$1, Mt as shortTag, St as plain, Tt as table, Y as textOf, q as listOf, wn as isRecord, yt as fenced } from "./doors.js";
import { _ as StepError, b as messageOf, v as fail, x as withEach } from "./index.js";
import { n as whileNew } from "./app.js";
import { n as unifiedDiff } from "./diff.js";
const { createHash } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
const { setTimeout } = /* @__PURE__ */ process.getBuiltinModule("node:timers/promises");
// src/github/pull-failure.ts
/** @throws StepError PULL_REQUEST_REFUSED, with what would change it. */
async function asking({ repository, input }, what, ask) {
	try {
		return await ask();
	} catch (error) {
		if (!(error instanceof GithubFailure)) throw error;
		const said = error.said.join("; ");
		return fail({
			code: "PULL_REQUEST_REFUSED",
			message: `the pull request of the deploy could not ${what} in ${repository}: GitHub ${error.message}${said ? `: ${said}` : ""}`,
			hint: hintOf(error, said, input)
		}, error);
	}
}
const NOT_ALLOWED = /not permitted to create or approve/i;
const NOTHING_DONE = "Nothing is lost: the images are in the registry, and the branch is found by the next run.";
/** GitHub docs, "Managing GitHub Actions settings for a repository": the setting, and that such pull requests start no workflows. */
function hintOf({ status }, said, input) {
	if (NOT_ALLOWED.test(said)) return "Allow it in the settings of that repository or its organisation (Actions, General, \"Allow GitHub Actions to create and approve pull requests\"), or give config-token the token of an App: pull requests of GITHUB_TOKEN start no workflows either.";
	if (status === 401) return `Give ${input} a token that is still good.`;
	if (status === 403 || status === 404) return input === "github-token" ? "Give the job \"pull-requests: write\" beside \"contents: write\": github-token opens the pull request, as config-repository is the repository of this run." : `Give ${input} pull_requests: write on the config repository, beside contents: write (a fine-grained token, or the App and its installation); for the token of the job: "permissions: pull-requests: write".`;
	return `${NOTHING_DONE} Look at what GitHub says, or at its status, and run the job again.`;
}
// src/github/pull-request.ts
/** For one request: a secondary limit asks for a minute or more, and the branch is written by then. */
const BUDGET_MS$1 = 18e4;
/** GitHub, asked for whatever a pull request needs in that time. */
const pastLimits = (github) => ({ ask: (call, terms) => github.ask(call, {
	budgetMs: BUDGET_MS$1,
	...terms
}) });
// src/github/pulls.ts
const TERMS = { mostBytes: 16777216 };
/** What writes is sent once: whether it was done after all, the next look says. */
const ONCE = {
	...TERMS,
	once: true
};
/** GitHub's REST API of pull requests, with `pull_requests: write`. */
function openPulls(given, { repository, base, input = "config-token", ...pace }) {
	const github = pastLimits(given);
	const [owner = "", repo = ""] = repository.split("/");
	const place = {
		owner,
		repo
	};
	const list = async (branch) => {
		const query = {
			...place,
			head: `${owner}:${branch}`,
			base: await base(),
			state: "all",
			sort: "created",
			direction: "desc",
			per_page: 30
		};
		const { data } = await github.ask((calls) => calls.request("GET /repos/{owner}/{repo}/pulls", query), TERMS);
		return listIn(data, "pull requests").map(recordOf).filter((one) => isOf(one, branch));
	};
	const get = async (number, part) => {
		const path = `GET /repos/${repository}/pulls/${number}${part}`;
		return (await github.ask((calls) => calls.request(path), TERMS)).data;
	};
	const send = async (path, body) => (await github.ask((calls) => calls.request(path, { ...body }), ONCE)).data;
	const asked = (what, ask) => asking({
		repository,
		input
	}, what, ask);
	return {
		of: (branch) => asked("be listed", async () => (await list(branch)).map(pullIn)),
		messages: (number) => asked("be read", async () => messagesIn(await get(number, "/commits?per_page=100"))),
		conflicts: (number) => asked("be read", async () => {
			const mergeable = await settled(async () => recordOf(await get(number, "")).mergeable, pace);
			return mergeable === void 0 ? void 0 : !mergeable;
		}),
		create: (branch, pull) => asked("be opened", async () => {
			const wanted = {
				...pull,
				head: branch,
				base: await base()
			};
			const post = (draft) => send(`POST /repos/${repository}/pulls`, {
				...wanted,
				draft
			});
			const made = pull.draft ? post(true).catch(elseReady(() => post(false))) : post(false);
			return optional(await made.catch(noneIfThere));
		}),
		update: (number, { title, body }) => asked("be updated", async () => {
			await send(`PATCH /repos/${repository}/pulls/${number}`, {
				title,
				body
			});
		}),
		close: (number, { body, comment }) => asked("be closed", async () => {
			await send(`PATCH /repos/${repository}/pulls/${number}`, {
				body,
				state: "closed"
			});
			await send(`POST /repos/${repository}/issues/${number}/comments`, { body: comment });
		})
	};
}
const LOOKS$1 = 4;
const PAUSE_MS$2 = 1e3;
/** Whoever asks first sets GitHub to work (GitHub docs, "Get a pull request", `mergeable`): it knows a moment later. */
async function settled(look, { signal, pauseMs = PAUSE_MS$2 }) {
	for (let looks = 1;; looks += 1) {
		const found = await look();
		if (typeof found === "boolean") return found;
		if (looks === LOOKS$1) return void 0;
		await setTimeout(pauseMs, void 0, { signal });
	}
}
/** @throws GithubFailure: none of them would mean that nobody has closed one, or that one is to be opened. */
function listIn(data, what) {
	if (!Array.isArray(data)) throw new GithubFailure(`answered without ${what}`, { retry: "final" });
	return data;
}
const messagesIn = (commits) => listIn(commits, "commits").map((one) => textIn$1(one, "commit", "message"));
const optional = (pull) => pull === void 0 ? void 0 : pullIn(recordOf(pull));
function noneIfThere(error) {
	if (!isThere(error)) throw error;
}
/** The plan of the owner has none in private repositories (GitHub docs, "Pull requests"): one that is ready is better than none. */
const elseReady = (post) => (error) => {
	if (isRefusal(error, /draft pull requests are not supported/i)) return post();
	throw error;
};
const isRefusal = (error, text) => error instanceof GithubFailure && error.status === 422 && error.said.some((line) => text.test(line));
/** Another run was first; or this one was, and the answer did not come. */
const isThere = (error) => isRefusal(error, /already exists/i) || error instanceof GithubFailure && error.unsure;
const textIn$1 = (value, ...names) => textOf(fieldOf(value, ...names)) ?? "";
/** Where the filter is no more than a hint, a fork may have a branch by the same name; one that is gone has no repository. */
function isOf(pull, branch) {
	const [from, into] = ["head", "base"].map((end) => textIn$1(pull, end, "repo", "full_name"));
	return fieldOf(pull, "head", "ref") === branch && from !== "" && from === into;
}
/** @throws GithubFailure: what is no pull request is neither written to nor merged. */
function pullIn(pull) {
	const [head, number] = [idOf$1(fieldOf(pull, "head", "sha")), Number(pull.number)];
	const url = textIn$1(pull, "html_url");
	if (!(Number.isSafeInteger(number) && number > 0 && PAGE.test(url)) || head === void 0) throw new GithubFailure("answered with something else than a pull request", { retry: "final" });
	return {
		number,
		url,
		head,
		...statesIn(pull)
	};
}
/** It becomes an output, a link, and a part of a line of the log. */
const PAGE = /^https?:\/\/[\w.:[\]-]{1,255}(?:\/[\w.~-]{1,100}){1,10}$/;
const statesIn = (pull) => ({
	state: pull.state === "open" ? "open" : "closed",
	merged: pull.merged === true || typeof pull.merged_at === "string",
	draft: pull.draft === true,
	title: textIn$1(pull, "title"),
	body: textIn$1(pull, "body")
});
// src/github/reason.ts
/** Why GitHub did not do something, as the end of a sentence. */
function reasonIn(error) {
	if (!(error instanceof GithubFailure)) return messageOf(error);
	const said = [...new Set(error.said)].filter((text) => text !== "");
	return said.length === 0 ? `GitHub ${error.message}.` : `GitHub ${error.message}, and says "${said.join("; ")}".`;
}
// src/github/dress/attempts.ts
/** All in one request, and one by one where that is refused. */
async function together(all, put, { refused, ...ports }) {
	if (all.length === 0) return;
	try {
		await put([...all]);
	} catch (error) {
		ports.signal.throwIfAborted();
		if (error instanceof GithubFailure && error.limited || all.length === 1) {
			for (const one of all) ports.onWarning(sentence(refused(one), reasonIn(error)));
			return;
		}
		for (const one of all) await tried(refused(one), ports, () => put([one]));
	}
}
/** What the work comes to, or a warning. */
async function tried(what, { onWarning, signal }, work) {
	try {
		return await work();
	} catch (error) {
		signal.throwIfAborted();
		onWarning(sentence(what, reasonIn(error)));
		return;
	}
}
const sentence = (what, why) => `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${cutLine(why)}`;
const PAUSES = 4;
const PAUSE_MS$1 = 1e3;
/** For seconds a new pull request is not known to all of GitHub. */
async function patient({ created }, { signal, pauseMs = PAUSE_MS$1 }, work) {
	for (let attempt = 0;; attempt += 1) try {
		return await work();
	} catch (error) {
		if (!created || attempt >= PAUSES || !isUnknownYet(error)) throw error;
		await setTimeout(pauseMs * 2 ** Math.min(attempt, 2), void 0, { signal });
	}
}
/**
* peter-evans/create-pull-request#4321, googleapis/release-please#2754. The same words are about a team which the token does
* not see, for ever; ids of teams begin in these two ways.
*/
const UNKNOWN_YET = /could not resolve to a node with the global id of '(?!T_|MDQ6VGVhb)|issue not found/i;
const isUnknownYet = (error) => error instanceof GithubFailure && (error.status === 404 || error.said.some((text) => UNKNOWN_YET.test(text)));
// src/github/dress/present.ts
/** One look at what is there, which most runs of an open pull request end with. */
async function presentOn(pull, { reviewers, teams }, ports) {
	const asksPeople = reviewers.length + teams.length > 0;
	return tried("what is on the pull request could not be read", ports, async () => {
		const [found, reviews] = await Promise.all([patient(pull, ports, () => read("", pull, ports)), asksPeople && !pull.created ? read("/reviews?per_page=100", pull, ports) : []]);
		const of = (key, name) => namesIn(fieldOf(found, key), name);
		const reviewed = listOf(reviews).flatMap((one) => [...namesIn([fieldOf(one, "user")], "login")]);
		return {
			labels: of("labels", "name"),
			reviewers: /* @__PURE__ */ new Set([...of("requested_reviewers", "login"), ...reviewed]),
			teams: of("requested_teams", "slug"),
			assignees: of("assignees", "login"),
			author: [...namesIn([fieldOf(found, "user")], "login")][0] ?? ""
		};
	});
}
const read = async (path, { repository, number }, { github }) => (await github.ask((calls) => calls.request(`GET /repos/${repository}/pulls/${number}${path}`))).data;
/** Names make no difference by their case. */
const namesIn = (list, key) => new Set(listOf(list).flatMap((one) => {
	const name = textOf(fieldOf(one, key));
	return name === void 0 ? [] : [name.toLowerCase()];
}));
// src/github/dress/add.ts
/** GitHub adds what it can and says nothing of the rest: its answer has what is there. */
const ADDED = {
	labels: {
		name: "name",
		refused: (name) => `the label "${name}" is not on the pull request`,
		takes: "a label that the config repository has, or a token that may write pull requests",
		silent: "GitHub did not add it. Create it in the config repository, or let the token write pull requests."
	},
	assignees: {
		name: "login",
		refused: (name) => `the assignee ${name} is not on the pull request`,
		takes: "somebody who may write to the config repository, or is a member of its organisation",
		silent: "GitHub assigns only people who may write to the config repository, or are members of its organisation."
	}
};
/** GitHub makes a label that it does not know, where the token may. */
async function add(kind, names, pull, ports) {
	const { name: key, refused, takes, silent } = ADDED[kind];
	const put = async (some) => {
		const path = `POST /repos/${pull.repository}/issues/${pull.number}/${kind}`;
		const data = (await patient(pull, ports, () => ports.github.ask((calls) => calls.request(path, { [kind]: some })))).data;
		const there = namesIn(Array.isArray(data) ? data : fieldOf(data, kind), key);
		for (const name of some) if (!there.has(name.toLowerCase())) ports.onWarning(sentence(refused(name), silent));
	};
	await together(names, put, {
		refused: (name) => `${refused(name)}, which takes ${takes}`,
		...ports
	});
}
/** One unknown name fails the whole request, so each is asked alone where all together are refused. */
async function ask({ reviewers, teams }, pull, ports) {
	const all = [...reviewers.map((name) => ({
		name,
		key: "reviewers"
	})), ...teams.map((name) => ({
		name,
		key: "team_reviewers"
	}))];
	const put = async (some) => {
		const path = `POST /repos/${pull.repository}/pulls/${pull.number}/requested_reviewers`;
		const of = (wanted) => some.flatMap(({ key, name }) => key === wanted ? [name] : []);
		const body = {
			reviewers: of("reviewers"),
			team_reviewers: of("team_reviewers")
		};
		await patient(pull, ports, () => ports.github.ask((calls) => calls.request(path, body)));
	};
	const refused = ({ name, key }) => key === "reviewers" ? `the reviewer ${name} could not be asked, as only people who may read the config repository can be` : `the team ${name} could not be asked to review, which takes a team with access to the config repository, and an App or token that may read members of the organisation (GITHUB_TOKEN may not)`;
	await together(all, put, {
		refused,
		...ports
	});
}
// src/github/dress/dress-pull.ts
/**
* Labels, reviewers and assignees that are not there yet. What GitHub refuses of it is a warning by its name, and the rest is
* there all the same: the deploy does not fail over it.
*/
async function dressPull(pull, dress, ports) {
	if (Object.values(dress).every((names) => names.length === 0)) return;
	const present = await presentOn(pull, dress, ports);
	if (!present) return;
	const missing = (key) => dress[key].filter((name) => !present[key].has(name.toLowerCase()));
	await add("labels", missing("labels"), pull, ports);
	await ask({
		reviewers: missing("reviewers").filter((name) => isOther(name, present.author, ports)),
		teams: missing("teams")
	}, pull, ports);
	await add("assignees", missing("assignees"), pull, ports);
}
function isOther(name, author, { onWarning }) {
	const other = name.toLowerCase() !== author;
	if (!other) onWarning(`The reviewer ${name} is left out, because ${name} is the author of the pull request.`);
	return other;
}
// src/github/merge/step.ts
const again = (why) => ({
	kind: "again",
	why
});
function leave$1({ url }, { onWarning }, why) {
	onWarning(`The pull request is not merged automatically: ${why.replace(/\.$/, "")}. Merge it by hand: ${url}`);
	return { kind: "left" };
}
/** The page where the methods of merging are allowed. */
const settingsOf = ({ url }) => url.replace(/\/pull\/\d+$/, "/settings");
// src/github/merge/requests.ts
/** @octokit/graphql takes no variables that are called `query`, `method` or `url`. */
const ENABLE = `mutation($id: ID!, $head: GitObjectID!, $way: PullRequestMergeMethod!) {
  enablePullRequestAutoMerge(input: {pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $way}) {
    pullRequest { id }
  }
}`;
/** Where the base has a merge queue, this is how one gets into it. */
async function enable(pull, { method, state }, ports) {
	if (!state.autoMergeAllowed && !state.queue) return leave$1(pull, ports, `the config repository does not allow auto-merge; check "Allow auto-merge" (${settingsOf(pull)})`);
	try {
		const given = {
			id: state.id,
			head: pull.head,
			way: method.toUpperCase()
		};
		await ports.github.ask((calls) => calls.graphql(ENABLE, given), { once: true });
		if (state.status === "BEHIND" && !state.queue) ports.onWarning(behind(pull));
		return { kind: "waiting" };
	} catch (error) {
		ports.signal.throwIfAborted();
		if (mayChange(error, TOO_LATE)) return again(reasonIn(error));
		return leave$1(pull, ports, refusal(error));
	}
}
/** GitHub waits for it, and does nothing about it. */
const behind = ({ url }) => `The pull request waits: its branch is behind the one that it goes into, which asks for all of its commits. The next deploy of a newer commit brings it up to date, and so does "Update branch" on ${url}; a merge queue does it by itself.`;
/** Nothing is pending any more, or the head is not seen yet: the next look says what it is. */
const TOO_LATE = /\b(?:clean|unstable|unknown|has_hooks) status|head (?:sha|oid|ref)|expected head|already/i;
/** A branch has moved, or something is asked for by now ("Base branch was modified. Review and try the merge again."). */
const MOVED = /branch was modified|not mergeable|is (?:required|expected)|merge queue|rule violations|try (?:the merge )?again/i;
const mayChange = (error, texts) => error instanceof GithubFailure && (error.unsure || error.said.some((text) => texts.test(text)));
async function merge(pull, method, ports) {
	const path = `PUT /repos/${pull.repository}/pulls/${pull.number}/merge`;
	try {
		const body = {
			sha: pull.head,
			merge_method: method
		};
		const { data } = await ports.github.ask((calls) => calls.request(path, body), { once: true });
		const commit = idOf$1(fieldOf(data, "sha"));
		return commit !== void 0 ? {
			kind: "merged",
			commit
		} : again("GitHub does not say what it merged");
	} catch (error) {
		ports.signal.throwIfAborted();
		if (error instanceof GithubFailure && error.status === 409 || mayChange(error, MOVED)) return again(reasonIn(error));
		return leave$1(pull, ports, refusal(error));
	}
}
const WRITES = "the token needs contents: write and pull_requests: write, and must be one that the branch lets merge";
function refusal(error) {
	const forbidden = error instanceof GithubFailure && (error.status === 403 || error.type === "FORBIDDEN");
	const reason = reasonIn(error);
	return forbidden ? `${reason.replace(/\.$/, "")}; ${WRITES}` : reason;
}
// src/github/merge/state.ts
const STATE = `query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    autoMergeAllowed mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed viewerDefaultMergeMethod
    pullRequest(number: $number) {
      id state isDraft headRefOid mergeStateStatus isInMergeQueue isMergeQueueEnabled
      autoMergeRequest { enabledAt }
      mergeCommit { oid }
    }
  }
}`;
const METHODS = {
	MERGE: "merge",
	SQUASH: "squash",
	REBASE: "rebase"
};
const ALLOWED = [
	["mergeCommitAllowed", "merge"],
	["squashMergeAllowed", "squash"],
	["rebaseMergeAllowed", "rebase"]
];
/** GraphQL says at once what REST finds out beside the request, and does not cache it. */
async function readMergeState({ repository, number }, github) {
	const [owner = "", name = ""] = repository.split("/");
	const answer = await github.ask((calls) => calls.graphql(STATE, {
		owner,
		name,
		number
	}));
	const found = recordOf(fieldOf(answer, "repository"));
	const pull = recordOf(found.pullRequest);
	const isMerged = pull.state === "MERGED";
	return {
		id: textIn(pull, "id"),
		head: textIn(pull, "headRefOid"),
		closed: pull.state === "CLOSED",
		merged: isMerged ? idOf$1(fieldOf(pull, "mergeCommit", "oid")) : void 0,
		waiting: pull.isInMergeQueue === true || isRecord(pull.autoMergeRequest),
		queue: pull.isMergeQueueEnabled === true,
		status: pull.isDraft === true ? "DRAFT" : textIn(pull, "mergeStateStatus"),
		autoMergeAllowed: found.autoMergeAllowed === true,
		methods: new Set(ALLOWED.flatMap(([field, method]) => found[field] === true ? [method] : [])),
		defaultMethod: METHODS[textIn(found, "viewerDefaultMergeMethod")] ?? "merge"
	};
}
const textIn = (value, name) => textOf(fieldOf(value, name)) ?? "";
// src/github/merge/auto-merge.ts
/** GitHub finds out late whether something can be merged, and other writers move the base meanwhile. */
const LOOKS = 15;
const PAUSE_MS = 1500;
/**
* Has GitHub merge the pull request as soon as it may, or merges it where nothing is pending: GitHub enables auto-merge only
* while something is ("Pull request is in clean status"), and which of both it is may change between two requests.
*/
async function autoMerge(pull, { method }, ports) {
	let why = "GitHub has not found out in time whether it can be merged";
	for (let look = 0; look < LOOKS; look += 1) {
		if (look > 0) await setTimeout(ports.pauseMs ?? PAUSE_MS, void 0, { signal: ports.signal });
		const step = await nextStep(pull, method, ports).catch((error) => {
			ports.signal.throwIfAborted();
			return leave$1(pull, ports, reasonIn(error));
		});
		if (step.kind !== "again") return step;
		why = step.why;
	}
	return leave$1(pull, ports, why);
}
async function nextStep(pull, wanted, ports) {
	const state = await readMergeState(pull, ports.github);
	if (state.merged !== void 0) return {
		kind: "merged",
		commit: state.merged
	};
	if (state.closed) return leave$1(pull, ports, "it is closed");
	if (state.head !== pull.head) return again("its branch has another commit than the one of this run");
	if (state.waiting) return { kind: "waiting" };
	const method = wanted === "default" ? state.defaultMethod : wanted;
	if (!state.queue && !state.methods.has(method)) return leave$1(pull, ports, notAllowed(method, pull));
	const reason = BLOCKS[state.status];
	if (reason !== void 0) return leave$1(pull, ports, reason);
	if (state.status === "UNKNOWN") return again("GitHub has not found out in time whether it can be merged");
	return state.queue || PENDING.has(state.status) ? enable(pull, {
		method,
		state
	}, ports) : merge(pull, method, ports);
}
const BLOCKS = {
	DIRTY: "it has conflicts with the branch that it goes into",
	DRAFT: "it is a draft, and GitHub merges no draft"
};
const PENDING = /* @__PURE__ */ new Set(["BLOCKED", "BEHIND"]);
const notAllowed = (method, pull) => `the config repository does not allow the method ${method} (${settingsOf(pull)}); name an allowed one in pull-request.auto-merge`;
// src/github/finish-pull.ts
/** Gives back the commit of the base branch where it was merged at once. Whatever goes wrong is a warning. */
async function finishPull({ created, isOurs, ...pull }, { repository, dress, autoMerge: method }, given) {
	const ports = {
		...given,
		github: pastLimits(given.github)
	};
	await dressPull({
		repository,
		number: pull.number,
		created
	}, dress, ports);
	if (method === void 0) return void 0;
	if (!isOurs) {
		ports.onWarning(`The pull request is not merged automatically, because not all of its commits are of this step. Look at them and merge it by hand: ${pull.url}`);
		return;
	}
	const merged = await autoMerge({
		repository,
		...pull
	}, { method }, ports);
	return merged.kind === "merged" ? merged.commit : void 0;
}
// src/gitops/pull-request/branch-name.ts
/** `deploy/<name>--<slug>-<hash>`: name and slug are for people, the hash alone says what it is for. */
function branchName(set) {
	const names = distinct(set.images.map(({ name }) => name));
	const slug = counted(distinct(set.images.flatMap(({ targets }) => targets.map(({ path }) => path))).map(lastPart));
	return `deploy/${counted(names)}--${slug}-${hashOf(set)}`;
}
function hashOf({ images, base }) {
	const members = images.map(({ name, targets, source }) => JSON.stringify([
		name,
		source.name,
		distinct(targets.map(idOf))
	]));
	const facts = JSON.stringify([base, members.toSorted()]);
	return createHash("sha256").update(facts).digest("hex").slice(0, 10);
}
const idOf = ({ kind, path, key }) => JSON.stringify([
	kind,
	path,
	key ?? null
]);
const distinct = (texts) => [...new Set(texts)].toSorted();
/** Of a folder its own name, and of a file that of its folder too: every overlay has a kustomization.yaml. */
function lastPart(path) {
	return path.split("/").filter((part) => part !== "" && !/^kustomization(?:\.ya?ml)?$/i.test(part)).at(-1) ?? "root";
}
function counted(texts) {
	const [first = "none", ...rest] = distinct(texts.map(word));
	return rest.length === 0 ? first : `${first}-and-${rest.length}`;
}
const LONGEST_WORD = 40;
/** Letters, digits and single hyphens: legal in every ref, and the same on servers that do not know upper case. */
function word(text) {
	const cut = text.toLowerCase().replaceAll(/[^a-z0-9]{1,200}/g, "-").replaceAll(/-{2,}/g, "-").replace(/^-/, "").slice(0, LONGEST_WORD).replace(/-$/, "");
	return cut === "" ? "x" : cut;
}
// src/gitops/pull-request/failures.ts
/** A branch by that name is somebody else's. Nothing of it is overwritten, and nothing is put on top. */
function branchTaken(name, { head, commits }, { label, open }) {
	const last = commits?.at(-1);
	const who = last ? ` by ${oneLine(last.committer.name).slice(0, 100)}` : "";
	const pull = open ? `, and pull request #${open.number} is for it (${open.url})` : "";
	return fail({
		code: "PULL_REQUEST_BRANCH",
		message: `the branch ${name} of config-repository ${label} is at ${head.slice(0, 12)}${who}, which this step did not make${pull}`,
		hint: `Rename or delete that branch in ${label}, or set another one: pull-request: {branch: ...}.`
	});
}
/** Only known once the server has said what its default branch is. */
function branchIsBase(name, label) {
	return fail({
		code: "PULL_REQUEST_BRANCH",
		inputs: ["pull-request"],
		message: `pull-request.branch is ${name}, the branch of config-repository ${label} that the pull request is to be merged into`,
		hint: "Give pull-request.branch a name of its own, such as deploys/web, or leave it out."
	});
}
/** What is wrong with a file on the branch, of which that on the base has nothing. */
function onBranch(error, name, open) {
	if (!(error instanceof StepError)) return error;
	const instead = `or ${open ? `close ${open.url} and remove` : "remove"} the branch: the next newer commit gets another one.`;
	return withEach(error, (problem) => problem.configPlace ? {
		...problem,
		message: `on the branch ${name}, ${problem.message}`,
		hint: `${problem.hint} Do so on that branch, ${instead}`
	} : problem);
}
// src/gitops/pull-request/marks.ts
/** Begins every mark of this step in the text of a pull request, as a comment that no reader sees. */
const OURS = "<!-- ecr-gitops-deploy ";
/** In the text of each one that this step has written. */
const MARK = `${OURS}{} -->`;
/** In the text of one that this step has closed: that no person did it, only this says. */
const WITHDRAWN = `${OURS}withdrawn -->`;
const hasMark = (body) => body.includes(OURS);
const isWithdrawn = (body) => body.includes(WITHDRAWN);
/** GitHub takes no longer text, and people may have filled it; half a character is none. */
const MOST$1 = 65536;
const withdrawn = (body) => `${WITHDRAWN}\n${body}`.slice(0, MOST$1).toWellFormed();
/** For a text that has no mark of its own. */
const oursBody = (body) => `${MARK}\n${body}`;
/** The text is about these tags. */
const isSaid = (body, tags) => tags.every((tag) => body.includes(tag));
// src/gitops/pull-request/ownership.ts
/** Trailers of a commit of this step, none of any other one (`gitops/message/message.ts` writes them). */
function marksIn(message) {
	const pairs = (message.trimEnd().split("\n\n").findLast((paragraph) => !isSignOff(paragraph)) ?? "").split("\n").map(cutLine).map((line) => line.split(": ", 2));
	if (!pairs.some(([key]) => key === "Correlation-Id")) return [];
	const marks = [];
	let [source, commit] = ["", ""];
	for (const [key, value = ""] of pairs) {
		if (key === "Source-Repository") [source, commit] = [value, ""];
		if (key === "Source-Commit") commit = value;
		if (key === "Image") marks.push(markOf(source, commit, value));
	}
	return marks;
}
/** A server whose repository demands it puts one behind the message; whoever else does so becomes the committer. */
const isSignOff = (paragraph) => paragraph.split("\n").every((line) => line.startsWith("Signed-off-by: "));
function markOf(source, commit, image) {
	const colon = image.lastIndexOf(":");
	return {
		source,
		repository: image.slice(0, colon),
		revision: commit || image.slice(colon + 1)
	};
}
/** The message of a deploy of these images and no others. */
function isMarked(message, images) {
	const marks = marksIn(message);
	const isKnown = ({ source, repository }) => images.some((image) => image.source.name === source && image.repositoryUrl === repository);
	return marks.length > 0 && marks.every(isKnown);
}
/** Every one of these images at its commit. */
function proposes(message, images) {
	const marks = marksIn(message);
	return images.every(({ repositoryUrl, commit, tag }) => marks.some((mark) => mark.repository === repositoryUrl && mark.revision === (commit ?? tag)));
}
/** GitHub is the committer of what its API makes; whoever changes such a commit becomes its committer. */
const GITHUB = "noreply@github.com";
function ownershipOf({ commits }, images, committer) {
	if (!commits) return {
		ours: false,
		known: false
	};
	const marked = commits.filter(({ message }) => isMarked(message, images));
	const isOwn = (one) => [committer, GITHUB].includes(one.committer.email);
	return {
		ours: marked.length === commits.length && marked.every(isOwn),
		known: marked.length > 0
	};
}
// src/gitops/pull-request/description/inert.ts
/** What is not seen, such as marks that turn the direction of writing, and halves of characters. */
const visible = (text) => oneLine(text).replaceAll(/[\p{Cf}\p{Cs}]/gu, "");
/**
* Text of others, as it is written. In a code span GitHub acts on nothing: no mention, no issue, no address, no element
* (GFM specification 6.3; mentions and references pass over code).
*/
function codeSpan(text) {
	const shown = visible(text).trim() || " ";
	const longest = [...shown.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 0);
	const fence = "`".repeat(longest + 1);
	return `${fence}${longest > 0 ? ` ${shown} ` : shown}${fence}`;
}
/** The same in a cell, whose end is found before its spans are: what looks like a bar stands for one. */
const cellSpan = (text) => codeSpan(text.replaceAll("|", "❘"));
/** What GitHub makes a reference or a link of, wherever it stands in prose (GitHub docs, "Autolinked references"). */
const ACTS = /@(?=\w)|#(?=\d)|GH-(?=\d)|:(?=\/\/)|www(?=\.)/gi;
/** A sentence in which texts of others stand: they are read, and nothing comes of them. */
const inertProse = (text) => plain(visible(text)).replaceAll(ACTS, (mark) => `${mark}&#8203;`);
/** Of a block of code, what a server may store and a browser may show. */
const inertBlock = (text) => text.replaceAll(/(?![\n\t])\p{Cc}|[\p{Cf}\p{Cs}]/gu, "");
// src/gitops/pull-request/description/fitted.ts
/**
* GitHub takes 65,536 characters ("body is too long"). Units of UTF-16 are never fewer than characters, and the rest is for
* what is said of what was left out.
*/
const MOST = 65e3;
/** What fits. Rows are kept the longest, then trailers, then notes; the diff goes first. */
function fitted({ head, rows, table, notes, next, diff, trailers }) {
	let free = MOST - [
		...head,
		table([]),
		next
	].join("\n\n").length;
	const take = (lines) => {
		const taken = within(lines, free);
		free -= sizeOf(taken);
		return taken;
	};
	const texts = rows.map((row) => table([row]));
	const shownRows = rows.slice(0, take(texts).length);
	const shownTrailers = sizeOf(trailers) <= free ? take(trailers) : [];
	const shownNotes = take(notes);
	return [
		...head,
		table(shownRows),
		leftOut(rows.length - shownRows.length, "image", "images"),
		shownNotes.join("\n"),
		leftOut(notes.length - shownNotes.length, "note", "notes"),
		next,
		diffPart(diff, free),
		shownTrailers.length < trailers.length ? "The commit has what programs read of it." : "",
		shownTrailers.join("\n")
	].filter((part) => part !== "").join("\n\n");
}
const leftOut = (count, one, many) => count === 0 ? "" : `There is no room here for ${count} more ${count === 1 ? one : many}: see the files of this pull request.`;
const sizeOf = (lines) => lines.reduce((sum, { length }) => sum + length + 2, 0);
/** The first lines of a block of code, in fences as long as all of it would make them. */
function blockWithin(text, most = MOST) {
	const fences = 2 * (fenced(text, "").indexOf("\n") + 1);
	return within(text.split("\n"), most - fences);
}
function within(lines, most) {
	let size = 0;
	const end = lines.findIndex((line) => {
		size += line.length + 2;
		return size > most;
	});
	return end < 0 ? lines : lines.slice(0, end);
}
/** What stands around a diff: an element that folds, and the fences, which are as long as the diff makes them. */
const FRAME = 200;
/** To git a line that begins with `---` ends the message, and trailers follow (git-interpret-trailers). */
const HEADER = /^--- (.*)\n\+\+\+ (.*)$/gm;
function diffPart(diff, free) {
	if (diff === "") return "";
	const text = inertBlock(diff).replaceAll(HEADER, "diff $1 $2");
	const lines = blockWithin(text, free - FRAME);
	if (lines.length === 0) return "The diff is too long for this page: see the files of this pull request.";
	return `<details>\n<summary>${lines.length < text.split("\n").length ? "Diff, the beginning of it" : "Diff"}</summary>\n\n${fenced(lines.join("\n"), "diff")}\n\n</details>`;
}
// src/gitops/pull-request/description/describe.ts
function describePull(given) {
	const { deployed, proposal } = given;
	return {
		title: titleOf(given),
		body: fitted({
			head: [MARK, lead(deployed)],
			rows: deployed.map((one) => row(one, given.platformsOf(one.image.name), mostListed(deployed.length))),
			table: (rows) => table([
				"Image",
				"From",
				"To",
				"Digest",
				"Platforms",
				"Files"
			], rows),
			notes: [...changes(deployed), ...notes(proposal)],
			next: next(given),
			diff: unifiedDiff(proposal),
			trailers: deployed.flatMap(imageTrailers).map(oneLine)
		})
	};
}
/** A commit that another run has made, by its message: what else there is to say of it, only that run knows. */
function describeCommit(message) {
	const [subject = "", ...lines] = message.trim().split("\n");
	const block = blockWithin(inertBlock(lines.join("\n").trim()));
	return {
		title: shortened(visible(subject)),
		body: oursBody(fenced(block.join("\n"), "text"))
	};
}
/** GitHub refuses a longer one: "title is too long (maximum is 256 characters)". */
const LONGEST_TITLE = 256;
function titleOf({ options, deployed, origin, message }) {
	const filled = options.title === void 0 ? "" : fill(options.title, deployed, origin);
	return shortened(visible(filled).trim() || visible(message.split("\n")[0] ?? "").trim());
}
function shortened(title) {
	if (title.length <= LONGEST_TITLE) return title;
	return `${[...title].slice(0, LONGEST_TITLE / 2 - 3).join("")}...`;
}
const isBack = ({ rollbacks = [] }) => rollbacks.length > 0;
function lead(deployed) {
	const back = deployed.filter(isBack).length;
	const what = deployed.length === 1 ? "one image" : `${deployed.length} images`;
	if (back === 0) return `Deploys ${what}.`;
	return `**${back === deployed.length ? "Rolls back" : "Deploys, and rolls back,"} ${what}.** An entry that is rolled back is held: remove the marker above it to let deploys through again.`;
}
function row(one, platforms, most) {
	const { image, files } = one;
	const { changes: forward, undoes } = compareLinks(one);
	const links = [...forward === void 0 ? [] : [` ([changes](${address(forward)}))`], ...undoes.map((url) => ` ([undoes](${address(url)}))`)];
	return [
		cellSpan(image.name),
		cellSpan(shortPrevious(one)),
		`${cellSpan(shortTag(image.tag))}${links.join("")}`,
		cellSpan(image.digest.slice(0, 19)),
		platforms.length === 0 ? "not known" : listed(platforms, most),
		listed(files, most)
	];
}
/** Of many images fewer files each, so that there is room for all of them. */
const mostListed = (images) => Math.max(2, Math.min(10, Math.floor(200 / images)));
function listed(texts, most) {
	const shown = texts.slice(0, most).map(cellSpan);
	const more = texts.length - shown.length;
	return [...shown, ...more > 0 ? [`and ${more} more`] : []].join("<br>");
}
/** In a link of Markdown, whatever a git tag is called. */
const address = (url) => encodeURI(url).replaceAll(/[()|'*_~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
/** What the commits say of themselves. */
function changes(deployed) {
	return deployed.flatMap(({ image, change }) => {
		if (!change) return [];
		const from = change.pullRequest === void 0 ? "" : ` of ${codeSpan(change.pullRequest)}`;
		return [`- ${codeSpan(image.name)}: ${codeSpan(change.subject)}${from}`];
	});
}
/** What a reviewer must know of the entries. */
function notes(proposal) {
	const all = writtenBy(proposal).flatMap(({ notices }) => notices);
	return [...new Set(all)].map((notice) => `- ${inertProse(notice)}`);
}
function next({ base, options: { draft, autoMerge }, origin, deployed }) {
	const first = draft ? "While it is a draft nobody can merge it: mark it ready for review first. " : "";
	const merge = autoMerge ? "It merges by itself as soon as everything is there that the branch demands, and deploys then." : "Merging deploys: Argo CD applies what stands on that branch.";
	const images = deployed.length === 1 ? "image" : "images";
	return ["**What happens next**", `${first}This is for ${codeSpan(base)}. ${merge} A newer commit updates this pull request in place. Closing it keeps this commit of the ${images} from being proposed again; a newer one opens another. It comes from ${codeSpan(origin.repository)}.`].join("\n\n");
}
// src/gitops/pull-request/step.ts
const lost = (reason) => ({
	kind: "lost",
	reason
});
// src/gitops/pull-request/publish.ts
/** The pull request of a branch that holds what is proposed. */
async function publish(at, ports, options) {
	const { name, proposal, commit, attempts, change, base, isNew, isOurs } = at;
	const open = isNew ? await openNow(name, ports) : at.open;
	if (at.open && !open) return lost("its pull request was merged or closed meanwhile");
	const end = async ({ number, url }, created) => {
		const pullRequest = {
			number,
			url
		};
		const merged = await ports.dress?.({
			...pullRequest,
			head: commit,
			created,
			isOurs
		});
		return merged === void 0 ? {
			kind: "proposed",
			proposal,
			commit,
			attempts,
			pullRequest
		} : {
			kind: "pushed",
			proposal,
			commit: merged,
			attempts,
			pullRequest
		};
	};
	if (!isNew && open && isSaid(open.body, writtenTags(at))) return end(open, false);
	const pull = await put({
		name,
		open,
		text: await ports.describe({
			proposal,
			change: await change.changeOf(proposal),
			images: change.images,
			base
		})
	}, ports, options);
	if (!pull) return lost("somebody else has just opened its pull request");
	if (await hasMoved({
		name,
		commit
	}, ports)) return lost("its branch has moved");
	return end(pull, !open);
}
/** That of a branch which another run has written, if nobody has opened one, or this run has put its text over the other's. */
async function publishAsItIs({ name, side, open, attempts, change }, ports, options) {
	if (open && attempts === 1) return open;
	const own = side?.commits?.findLast(({ message }) => isMarked(message, change.images));
	if (!side || !own) return open;
	const pull = await put({
		name,
		open,
		text: describeCommit(own.message)
	}, ports, options);
	if (!pull || await hasMoved({
		name,
		commit: side.head
	}, ports)) return void 0;
	if (!open) await ports.dress?.({
		...pull,
		head: side.head,
		created: true,
		isOurs: side.ours
	});
	return pull;
}
const writtenTags = ({ proposal, change }) => {
	const names = new Set(writtenBy(proposal).map(({ image }) => image));
	return change.images.flatMap(({ name, tag }) => names.has(name) ? [tag] : []);
};
async function put({ name, open, text }, { pulls, onWarning }, { draft, label }) {
	if (!open) {
		const made = await pulls.create(name, {
			...text,
			draft
		});
		if (made && draft && !made.draft) onWarning(ready(made, label));
		return made;
	}
	if (open.title !== text.title || open.body !== text.body) await pulls.update(open.number, text);
	return {
		...open,
		...text
	};
}
const ready = ({ url }, label) => `The pull request is not a draft, because the GitHub plan of ${label} has none in private repositories: ${url}. Take draft out of pull-request.`;
/** Whoever has moved it describes what is there now. This run may have done so after it, and then looks again. */
async function hasMoved({ name, commit }, { branches }) {
	return (await branches.branch(name))?.head !== commit;
}
async function openNow(name, { pulls }) {
	return (await pulls.of(name)).find(({ state }) => state === "open");
}
// src/gitops/pull-request/verdicts.ts
function standingOf({ verdicts, files }) {
	const stays = verdicts.filter(({ outcome }) => outcome === "superseded" || outcome === "held");
	return {
		complete: files.size === 0,
		ahead: stays.length > 0,
		passed: stays.length === verdicts.length
	};
}
/** The proposal of the base, but for what stays as the pull request has it. */
function besides(proposal, there, pull) {
	const at = new Map(there.verdicts.map((verdict) => [entryKey(verdict), verdict]));
	return withVerdicts(proposal, (verdict) => {
		const found = at.get(entryKey(verdict));
		if (found?.outcome !== "superseded" && found?.outcome !== "held") return verdict;
		const { outcome, notices, previous } = found;
		const where = pull ? `pull request #${pull.number} (${pull.url})` : "the branch of the pull request";
		const notice = outcome === "held" ? `In ${where}: ${notices.join(" ")}` : `${placed(verdict)}: ${where} proposes ${shortTag(previous ?? "")}, which is newer.`;
		return {
			...verdict,
			outcome,
			notices: [notice]
		};
	});
}
/** A person has closed the pull request that proposed it. */
function closedAt(proposal, { number, url }) {
	return withVerdicts(proposal, (verdict) => ({
		...verdict,
		outcome: "held",
		notices: [`${placed(verdict)}: pull request #${number}, which proposed this commit, was closed without being merged, so that it is not proposed again. A newer commit opens another one; for this one, reopen ${url}.`]
	}));
}
function withVerdicts(proposal, change) {
	const verdicts = proposal.verdicts.map((one) => one.outcome === "write" ? withoutRollback(change(one)) : one);
	const written = new Set(writtenBy({ verdicts }).map(({ file }) => file));
	const named = new Set(verdicts.map(({ file }) => file));
	const isChanged = (path) => written.has(path) || written.size > 0 && !named.has(path);
	const files = new Map([...proposal.files].filter(([path]) => isChanged(path)));
	return {
		...proposal,
		verdicts,
		files
	};
}
function withoutRollback(verdict) {
	if (verdict.outcome === "write") return verdict;
	const { rollback: _none, ...rest } = verdict;
	return rest;
}
const placed = ({ file, place: { line } }) => line === void 0 ? file : `${file}:${line}`;
// src/gitops/pull-request/propose.ts
/** The base is to have something: it gets to the pull request, unless that is further. */
async function propose(at, ports, options) {
	const { name, side, open, proposal, attempts } = at;
	const stopped = open ? void 0 : await closedByPerson(at, ports);
	if (stopped) return nothing(closedAt(proposal, stopped), attempts, stopped);
	if (side && !side.known) branchTaken(name, side, {
		label: options.label,
		open
	});
	const edges = {
		ports,
		options
	};
	if (!side || !isLive(at)) return write(at, { written: proposal }, edges);
	const there = await at.change.proposeAt(side.head, proposal).catch((error) => {
		throw onBranch(error, name, open);
	});
	return goOn({
		...at,
		side
	}, there, edges);
}
/** From what the branch has. */
async function goOn(at, there, edges) {
	const { side, open, proposal } = at;
	const { passed, complete, ahead } = standingOf(there);
	if (passed) return leave(at, there, edges);
	const rest = {
		...at,
		proposal: besides(proposal, there, open)
	};
	const isWhole = side.ours && !ahead;
	if (!complete) return write(rest, isWhole ? { written: proposal } : {
		written: there,
		onTop: true
	}, edges);
	if (isWhole && (!open || await edges.ports.pulls.conflicts(open.number) === true)) return write(at, { written: proposal }, edges);
	return publish({
		...rest,
		commit: side.head,
		isNew: false,
		isOurs: side.ours
	}, edges.ports, edges.options);
}
/** What the branch holds is proposed, or about to be. */
const isLive = ({ side, open, closed }) => side !== void 0 && side.commits?.length !== 0 && (open !== void 0 || !closed.some(({ head }) => head === side.head));
async function write(at, { written, onTop }, { ports, options }) {
	const { name, change, side, left } = at;
	const target = {
		branch: name,
		parent: written.tip,
		expected: side?.head
	};
	const outcome = await ports.branches.commitTo(target, await change.changeOf(written), left());
	if (!outcome.landed) return lost(outcome.reason);
	const onBranch = onTop ? at : {
		...at,
		proposal: written
	};
	const isOurs = !onTop || side?.ours === true;
	return publish({
		...onBranch,
		commit: outcome.commit,
		isNew: true,
		isOurs
	}, ports, options);
}
/** The pull request is further than this run, or held. */
async function leave(at, there, { ports, options }) {
	const { proposal, attempts } = at;
	const pull = await publishAsItIs(at, ports, options);
	if (!pull) return lost("its pull request is not there yet");
	return nothing(besides(proposal, there, pull), attempts, pull);
}
/** The one that a person closed with this very commit in it. What this step closes says so in its text. */
async function closedByPerson({ closed, change, proposal }, { pulls }) {
	const names = new Set(writtenBy(proposal).map(({ image }) => image));
	const images = change.images.filter(({ name }) => names.has(name));
	for (const pull of closed.filter(({ merged, body }) => !merged && !isWithdrawn(body)).slice(0, MOST_CLOSED)) {
		const last = (await pulls.messages(pull.number)).findLast((message) => isMarked(message, change.images));
		if (last !== void 0 && proposes(last, images)) return pull;
	}
}
/** How many closed ones are asked for their commits; the newest come first. */
const MOST_CLOSED = 5;
const nothing = (proposal, attempts, { number, url }) => ({
	kind: "nothing-to-do",
	proposal,
	commit: void 0,
	attempts,
	pullRequest: {
		number,
		url
	}
});
// src/gitops/pull-request/withdraw.ts
/** The base has all that this run would write, or newer: what is left of a pull request that it has passed goes away. */
async function withdraw(at, ports, options) {
	const { name, side, open, closed, proposal, attempts } = at;
	const end = {
		kind: "nothing-to-do",
		proposal,
		commit: void 0,
		attempts
	};
	if (!side?.known) return end;
	const own = closed.find(({ head }) => head === side.head);
	if (own && !open) {
		if (own.merged && options.cleanup) await ports.branches.removeBranch(name, side.head);
		return end;
	}
	if (!await isPassed(at)) return end;
	if (!side.ours) {
		ports.say(`${open?.url ?? name} is superseded, and stays because of the commits that people have put there.`);
		return end;
	}
	if (!await ports.branches.removeBranch(name, side.head)) return notRemoved(at, ports, options);
	if (!open) return end;
	await ports.pulls.close(open.number, {
		body: withdrawn(open.body),
		comment: comment(at)
	});
	ports.say(`Closed ${open.url}, which is superseded.`);
	return end;
}
/** Its pull request stays as well: closed alone, it could be taken from a run that has just put a newer commit there. */
async function notRemoved(at, ports, { label }) {
	const { name, side, open, proposal, attempts, left } = at;
	if ((await ports.branches.branch(name, left()))?.head !== side?.head) return lost("its branch has moved");
	const rest = open ? `; close ${open.url} by hand` : "";
	ports.onWarning(`The branch ${name} of ${label} is superseded, and could not be removed: let the credential delete it (a rule for branches that matches its name may restrict deletions)${rest}.`);
	return {
		kind: "nothing-to-do",
		proposal,
		commit: void 0,
		attempts
	};
}
/** Every entry of the base has the commit that the branch has, or one that continues it. */
async function isPassed({ side, proposal, change }) {
	const { verdicts } = proposal;
	const there = await change.lookAt(side?.head ?? "", verdicts).catch((error) => {
		if (!(error instanceof StepError)) throw error;
		return [];
	});
	const tags = new Map(there.map((verdict) => [entryKey(verdict), verdict.previous]));
	const passed = await Promise.all(verdicts.map((one) => change.continues(one.image, tags.get(entryKey(one)), one.previous)));
	return verdicts.length > 0 && passed.every(Boolean);
}
const comment = ({ base }) => `Superseded: \`${base}\` has this commit, or a newer one, already. Closed by the deploy of the service; its next newer commit opens another pull request.`;
// src/gitops/pull-request/deliver.ts
const BUDGET_MS = 3e5;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 1e4;
/**
* Brings a proposal into the one pull request of its images and overlays. Order and holds are judged on the base, and on
* what the open pull request has, by whose branch the runs of a service race as they do by the base when they push
* (docs/adr/0021).
*/
async function deliverTo(change, ports, options) {
	const { budgetMs = BUDGET_MS, signal } = options;
	const deadline = performance.now() + budgetMs;
	const left = () => deadline - performance.now();
	const base = await ports.branches.base();
	const name = options.branch ?? branchName({
		images: change.images,
		base
	});
	if (name === base) branchIsBase(name, options.label);
	for (let attempts = 1;; attempts += 1) {
		const situation = await withMerged(await lookAround({
			name,
			base,
			change,
			proposal: await proposeOnBase(change, attempts, left),
			attempts,
			left
		}, ports, options));
		const step = await (situation.proposal.files.size === 0 ? withdraw : propose)(situation, ports, options);
		if (step.kind !== "lost") return step;
		const delay = fullJitter(attempts - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);
		if (delay > left()) return contended(attempts, budgetMs, lostBy(step.reason));
		ports.say(`Another run is at work on ${name} (${step.reason}); looking at it again.`);
		await setTimeout(delay, void 0, { signal });
	}
}
/** A branch of its own takes a commit on any tip of the base, so that only the newest one will do. */
async function proposeOnBase({ first, firstIsOld, read, propose: proposeOn }, attempts, left) {
	return proposeOn(attempts === 1 && !firstIsOld ? first : await read(left()));
}
/** The newest pull request may have been merged since the base was read: what it brought there is not proposed again. */
async function withMerged(at) {
	const { change, proposal, open, closed, left } = at;
	if (open || !closed[0]?.merged || proposal.files.size === 0) return at;
	const survey = await change.read(left());
	return survey.tip === proposal.tip ? at : {
		...at,
		proposal: await change.propose(survey)
	};
}
async function lookAround(known, ports, options) {
	const { name, left } = known;
	const side = await ports.branches.branch(name, left());
	const pulls = await ports.pulls.of(name);
	const open = pulls.find(({ state }) => state === "open");
	const closed = pulls.filter(({ state }) => state === "closed");
	return {
		...known,
		side: side && {
			...side,
			...owned(side, {
				known,
				open,
				closed
			}, options)
		},
		open,
		closed
	};
}
function owned(side, { known, open, closed }, options) {
	const merged = new Set(closed.flatMap((one) => one.merged ? [one.head] : []));
	if (merged.has(side.head)) return {
		ours: true,
		known: true
	};
	const commits = side.commits?.slice(side.commits.findLastIndex(({ id }) => merged.has(id)) + 1);
	const isProposed = [...open ? [open] : [], ...closed].some(({ body }) => hasMark(body));
	if (options.branch !== void 0 && !isProposed && (side.commits?.length ?? 0) > 1) return {
		ours: false,
		known: false
	};
	const owner = ownershipOf({
		...side,
		commits
	}, known.change.images, options.committer);
	const isMade = side.commits?.length === 0 && options.branch === void 0;
	return {
		...owner,
		known: owner.known || isMade || open !== void 0 && hasMark(open.body)
	};
}
const lostBy = (reason) => ({
	landed: false,
	commit: void 0,
	reason,
	unanswered: false,
	unsent: false
});
// src/gitops/pull-request/rehearse.ts
/** The way of a delivery to its end, in which whatever writes only says so. */
async function rehearse(change, { branches, pulls, describe, sayInstead, onWarning }, options) {
	const said = [];
	const note = (line) => {
		said.push(line);
		sayInstead(line);
	};
	const others = {
		describe,
		say: () => {},
		sayInstead,
		onWarning
	};
	const delivered = await deliverTo(change, {
		branches: unwritten(branches, note),
		pulls: unopened(pulls, note),
		...others
	}, options);
	if (delivered.kind === "proposed" && said.length === 0) sayInstead(`Pull request #${delivered.pullRequest.number} has it already: ${delivered.pullRequest.url}`);
	return delivered;
}
/** Of a commit that nobody has made. */
const NOWHERE = "0".repeat(40);
function unwritten(branches, note) {
	const written = /* @__PURE__ */ new Set();
	return {
		base: () => branches.base(),
		branch: async (name, withinMs) => {
			const found = await branches.branch(name, withinMs);
			return written.has(name) ? {
				head: NOWHERE,
				commits: found?.commits ?? []
			} : found;
		},
		commitTo: async ({ branch }) => {
			written.add(branch);
			return {
				landed: true,
				commit: NOWHERE
			};
		},
		removeBranch: async (name) => {
			note(`Would remove the branch ${name}.`);
			return true;
		}
	};
}
function unopened(pulls, note) {
	return {
		of: (branch) => pulls.of(branch),
		messages: (number) => pulls.messages(number),
		conflicts: (number) => pulls.conflicts(number),
		create: async (branch, { title, body, draft }) => {
			note(`Would open a ${draft ? "draft " : ""}pull request from the branch ${branch}: ${title}`);
			return {
				number: 0,
				url: "",
				head: NOWHERE,
				merged: false,
				state: "open",
				title,
				body,
				draft
			};
		},
		update: async (number, { title }) => note(`Would update pull request #${number}: ${title}`),
		close: async (number) => note(`Would close pull request #${number}, which is superseded.`)
	};
}
// src/gitops/pull-request/delivery.ts
function pullRequestDelivery(ports, options) {
	return {
		deliver: (change) => deliverTo(change, ports, options),
		rehearse: (change) => rehearse(change, ports, options)
	};
}
// src/doors/deploy/pull-request/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ openPullRequests: () => openPullRequests });
/** The delivery by pull request over the config repository's branches and GitHub's API, as the plan says. */
async function openPullRequests(options) {
	const { config, plan, branches, access, log, signal } = options;
	const github = githubOf(options);
	const { repository, branch, draft, cleanup } = plan;
	const pulls = openPulls(github, {
		repository,
		base: () => branches.base(),
		input: inputOf(config.credential),
		signal
	});
	const author = config.via.kind === "git" && await access.author?.() || config.author;
	return pullRequestDelivery({
		branches,
		pulls,
		describe: describer(options),
		dress: dresser(github, options),
		say: (line) => log.info(line),
		sayInstead: (line) => log.notice(line),
		onWarning: (warning) => log.warning(warning)
	}, {
		branch,
		draft,
		cleanup,
		committer: author.email,
		label: config.remote.label,
		signal
	});
}
/** With the credential as it is at each request: a token of an App ends before a long wait does. */
function githubOf({ plan: { apiUrl }, access, signal, watch }) {
	return { ask: async (call, terms) => {
		const credential = await access.credential();
		const token = credential.kind === "token" ? credential.token : void 0;
		const github = openGithub({
			apiUrl,
			token,
			credential: "config-token",
			signal,
			watch
		});
		return whileNew(() => github.ask(call, terms), {
			...access,
			signal
		});
	} };
}
function describer({ plan, origin, describe, platformsOf }) {
	return async ({ proposal, change: { message }, images, base }) => {
		return describePull({
			deployed: await deployedIn(proposal, images, describe),
			proposal,
			origin,
			message,
			base,
			options: plan,
			platformsOf
		});
	};
}
function dresser(github, { plan, log, signal }) {
	const { repository, labels, reviewers, teamReviewers, assignees, autoMerge } = plan;
	const finish = {
		repository,
		dress: {
			labels,
			reviewers,
			teams: teamReviewers.map(({ slug }) => slug),
			assignees
		},
		autoMerge
	};
	const onWarning = (warning) => log.warning(warning);
	return (pull) => finishPull(pull, finish, {
		github,
		onWarning,
		signal
	});
}
export { pastLimits as i, reasonIn as n, openPulls as r, open_exports as t };
